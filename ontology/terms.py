"""Terms of the ontology and kinds of document as constants.

Generated from the Turtle files by ``python -m ontology.generate_terms``: change those, not this.
"""
# fmt: off
# ruff: noqa: E501, N815

from __future__ import annotations

from typing import Final, NamedTuple

BASE: Final = "https://w3id.org/khcn/id/"
KHCNV: Final = "https://w3id.org/khcn/vocabulary/"


class KHCN:
    """Terms of this ontology."""

    AccessClass: Final = "https://w3id.org/khcn/ontology#AccessClass"
    Activity: Final = "https://w3id.org/khcn/ontology#Activity"
    AdministrativeProcedure: Final = "https://w3id.org/khcn/ontology#AdministrativeProcedure"
    AdministrativeUnit: Final = "https://w3id.org/khcn/ontology#AdministrativeUnit"
    Circular: Final = "https://w3id.org/khcn/ontology#Circular"
    Conclusion: Final = "https://w3id.org/khcn/ontology#Conclusion"
    ConsolidatedText: Final = "https://w3id.org/khcn/ontology#ConsolidatedText"
    Constitution: Final = "https://w3id.org/khcn/ontology#Constitution"
    Contract: Final = "https://w3id.org/khcn/ontology#Contract"
    Correction: Final = "https://w3id.org/khcn/ontology#Correction"
    Council: Final = "https://w3id.org/khcn/ontology#Council"
    Coverage: Final = "https://w3id.org/khcn/ontology#Coverage"
    Decision: Final = "https://w3id.org/khcn/ontology#Decision"
    Decree: Final = "https://w3id.org/khcn/ontology#Decree"
    Directive: Final = "https://w3id.org/khcn/ontology#Directive"
    Document: Final = "https://w3id.org/khcn/ontology#Document"
    Evidence: Final = "https://w3id.org/khcn/ontology#Evidence"
    Finding: Final = "https://w3id.org/khcn/ontology#Finding"
    Funding: Final = "https://w3id.org/khcn/ontology#Funding"
    Guidance: Final = "https://w3id.org/khcn/ontology#Guidance"
    Initiative: Final = "https://w3id.org/khcn/ontology#Initiative"
    IntellectualProperty: Final = "https://w3id.org/khcn/ontology#IntellectualProperty"
    Law: Final = "https://w3id.org/khcn/ontology#Law"
    LegalEffect: Final = "https://w3id.org/khcn/ontology#LegalEffect"
    Licence: Final = "https://w3id.org/khcn/ontology#Licence"
    Membership: Final = "https://w3id.org/khcn/ontology#Membership"
    Minutes: Final = "https://w3id.org/khcn/ontology#Minutes"
    Notice: Final = "https://w3id.org/khcn/ontology#Notice"
    OfficialLetter: Final = "https://w3id.org/khcn/ontology#OfficialLetter"
    Order: Final = "https://w3id.org/khcn/ontology#Order"
    Ordinance: Final = "https://w3id.org/khcn/ontology#Ordinance"
    Organisation: Final = "https://w3id.org/khcn/ontology#Organisation"
    Person: Final = "https://w3id.org/khcn/ontology#Person"
    Place: Final = "https://w3id.org/khcn/ontology#Place"
    Plan: Final = "https://w3id.org/khcn/ontology#Plan"
    Product: Final = "https://w3id.org/khcn/ontology#Product"
    Programme: Final = "https://w3id.org/khcn/ontology#Programme"
    Project: Final = "https://w3id.org/khcn/ontology#Project"
    Provision: Final = "https://w3id.org/khcn/ontology#Provision"
    Reference: Final = "https://w3id.org/khcn/ontology#Reference"
    Regulation: Final = "https://w3id.org/khcn/ontology#Regulation"
    RejectedStatement: Final = "https://w3id.org/khcn/ontology#RejectedStatement"
    Report: Final = "https://w3id.org/khcn/ontology#Report"
    Resolution: Final = "https://w3id.org/khcn/ontology#Resolution"
    Source: Final = "https://w3id.org/khcn/ontology#Source"
    Standard: Final = "https://w3id.org/khcn/ontology#Standard"
    Submission: Final = "https://w3id.org/khcn/ontology#Submission"
    TaskEvent: Final = "https://w3id.org/khcn/ontology#TaskEvent"
    TaskList: Final = "https://w3id.org/khcn/ontology#TaskList"
    UnidentifiedDocument: Final = "https://w3id.org/khcn/ontology#UnidentifiedDocument"
    abolishesProcedure: Final = "https://w3id.org/khcn/ontology#abolishesProcedure"
    about: Final = "https://w3id.org/khcn/ontology#about"
    access: Final = "https://w3id.org/khcn/ontology#access"
    activityStatus: Final = "https://w3id.org/khcn/ontology#activityStatus"
    activityType: Final = "https://w3id.org/khcn/ontology#activityType"
    addressee: Final = "https://w3id.org/khcn/ontology#addressee"
    adjusts: Final = "https://w3id.org/khcn/ontology#adjusts"
    after: Final = "https://w3id.org/khcn/ontology#after"
    agencyCode: Final = "https://w3id.org/khcn/ontology#agencyCode"
    amendedBy: Final = "https://w3id.org/khcn/ontology#amendedBy"
    amends: Final = "https://w3id.org/khcn/ontology#amends"
    amendsProcedure: Final = "https://w3id.org/khcn/ontology#amendsProcedure"
    announces: Final = "https://w3id.org/khcn/ontology#announces"
    annuls: Final = "https://w3id.org/khcn/ontology#annuls"
    appliesIn: Final = "https://w3id.org/khcn/ontology#appliesIn"
    approvalKind: Final = "https://w3id.org/khcn/ontology#approvalKind"
    approvesExecution: Final = "https://w3id.org/khcn/ontology#approvesExecution"
    approvesList: Final = "https://w3id.org/khcn/ontology#approvesList"
    approvesListFor: Final = "https://w3id.org/khcn/ontology#approvesListFor"
    assignedBy: Final = "https://w3id.org/khcn/ontology#assignedBy"
    assignee: Final = "https://w3id.org/khcn/ontology#assignee"
    authorisedBy: Final = "https://w3id.org/khcn/ontology#authorisedBy"
    authorises: Final = "https://w3id.org/khcn/ontology#authorises"
    basisFor: Final = "https://w3id.org/khcn/ontology#basisFor"
    before: Final = "https://w3id.org/khcn/ontology#before"
    betweenActs: Final = "https://w3id.org/khcn/ontology#betweenActs"
    budget: Final = "https://w3id.org/khcn/ontology#budget"
    budgetText: Final = "https://w3id.org/khcn/ontology#budgetText"
    category: Final = "https://w3id.org/khcn/ontology#category"
    circulation: Final = "https://w3id.org/khcn/ontology#circulation"
    cites: Final = "https://w3id.org/khcn/ontology#cites"
    codeEdition: Final = "https://w3id.org/khcn/ontology#codeEdition"
    concerns: Final = "https://w3id.org/khcn/ontology#concerns"
    concernsText: Final = "https://w3id.org/khcn/ontology#concernsText"
    confidence: Final = "https://w3id.org/khcn/ontology#confidence"
    consolidates: Final = "https://w3id.org/khcn/ontology#consolidates"
    contractNumber: Final = "https://w3id.org/khcn/ontology#contractNumber"
    coordinatesWith: Final = "https://w3id.org/khcn/ontology#coordinatesWith"
    correctedBy: Final = "https://w3id.org/khcn/ontology#correctedBy"
    corrects: Final = "https://w3id.org/khcn/ontology#corrects"
    councilKind: Final = "https://w3id.org/khcn/ontology#councilKind"
    cumulative: Final = "https://w3id.org/khcn/ontology#cumulative"
    date: Final = "https://w3id.org/khcn/ontology#date"
    dateText: Final = "https://w3id.org/khcn/ontology#dateText"
    deadline: Final = "https://w3id.org/khcn/ontology#deadline"
    deadlineText: Final = "https://w3id.org/khcn/ontology#deadlineText"
    decidedBy: Final = "https://w3id.org/khcn/ontology#decidedBy"
    denotesClass: Final = "https://w3id.org/khcn/ontology#denotesClass"
    denotesProperty: Final = "https://w3id.org/khcn/ontology#denotesProperty"
    details: Final = "https://w3id.org/khcn/ontology#details"
    effectBy: Final = "https://w3id.org/khcn/ontology#effectBy"
    effectOn: Final = "https://w3id.org/khcn/ontology#effectOn"
    effectType: Final = "https://w3id.org/khcn/ontology#effectType"
    effectiveFrom: Final = "https://w3id.org/khcn/ontology#effectiveFrom"
    effectiveUntil: Final = "https://w3id.org/khcn/ontology#effectiveUntil"
    enterpriseCode: Final = "https://w3id.org/khcn/ontology#enterpriseCode"
    establishedBy: Final = "https://w3id.org/khcn/ontology#establishedBy"
    establishes: Final = "https://w3id.org/khcn/ontology#establishes"
    eventDate: Final = "https://w3id.org/khcn/ontology#eventDate"
    evidence: Final = "https://w3id.org/khcn/ontology#evidence"
    extends: Final = "https://w3id.org/khcn/ontology#extends"
    extractedBy: Final = "https://w3id.org/khcn/ontology#extractedBy"
    fileSha256: Final = "https://w3id.org/khcn/ontology#fileSha256"
    findingKind: Final = "https://w3id.org/khcn/ontology#findingKind"
    findingState: Final = "https://w3id.org/khcn/ontology#findingState"
    fundingOf: Final = "https://w3id.org/khcn/ontology#fundingOf"
    fundingPhase: Final = "https://w3id.org/khcn/ontology#fundingPhase"
    fundingSource: Final = "https://w3id.org/khcn/ontology#fundingSource"
    grade: Final = "https://w3id.org/khcn/ontology#grade"
    gradeScheme: Final = "https://w3id.org/khcn/ontology#gradeScheme"
    guides: Final = "https://w3id.org/khcn/ontology#guides"
    hasBasis: Final = "https://w3id.org/khcn/ontology#hasBasis"
    hasPart: Final = "https://w3id.org/khcn/ontology#hasPart"
    heads: Final = "https://w3id.org/khcn/ontology#heads"
    host: Final = "https://w3id.org/khcn/ontology#host"
    hosts: Final = "https://w3id.org/khcn/ontology#hosts"
    implementedBy: Final = "https://w3id.org/khcn/ontology#implementedBy"
    implements: Final = "https://w3id.org/khcn/ontology#implements"
    inPart: Final = "https://w3id.org/khcn/ontology#inPart"
    inspected: Final = "https://w3id.org/khcn/ontology#inspected"
    internal: Final = "https://w3id.org/khcn/ontology#internal"
    interprets: Final = "https://w3id.org/khcn/ontology#interprets"
    introducesProcedure: Final = "https://w3id.org/khcn/ontology#introducesProcedure"
    ipKind: Final = "https://w3id.org/khcn/ontology#ipKind"
    isDraft: Final = "https://w3id.org/khcn/ontology#isDraft"
    isNormative: Final = "https://w3id.org/khcn/ontology#isNormative"
    issued: Final = "https://w3id.org/khcn/ontology#issued"
    issuer: Final = "https://w3id.org/khcn/ontology#issuer"
    issuerText: Final = "https://w3id.org/khcn/ontology#issuerText"
    kind: Final = "https://w3id.org/khcn/ontology#kind"
    kindText: Final = "https://w3id.org/khcn/ontology#kindText"
    knownByReferenceOnly: Final = "https://w3id.org/khcn/ontology#knownByReferenceOnly"
    knownCoverage: Final = "https://w3id.org/khcn/ontology#knownCoverage"
    lead: Final = "https://w3id.org/khcn/ontology#lead"
    leads: Final = "https://w3id.org/khcn/ontology#leads"
    legalStatus: Final = "https://w3id.org/khcn/ontology#legalStatus"
    licenceKind: Final = "https://w3id.org/khcn/ontology#licenceKind"
    licensedTo: Final = "https://w3id.org/khcn/ontology#licensedTo"
    location: Final = "https://w3id.org/khcn/ontology#location"
    mayBe: Final = "https://w3id.org/khcn/ontology#mayBe"
    mayBeReason: Final = "https://w3id.org/khcn/ontology#mayBeReason"
    mentionedIn: Final = "https://w3id.org/khcn/ontology#mentionedIn"
    message: Final = "https://w3id.org/khcn/ontology#message"
    number: Final = "https://w3id.org/khcn/ontology#number"
    numberRaw: Final = "https://w3id.org/khcn/ontology#numberRaw"
    ofTask: Final = "https://w3id.org/khcn/ontology#ofTask"
    onProposalOf: Final = "https://w3id.org/khcn/ontology#onProposalOf"
    organisationType: Final = "https://w3id.org/khcn/ontology#organisationType"
    organiser: Final = "https://w3id.org/khcn/ontology#organiser"
    page: Final = "https://w3id.org/khcn/ontology#page"
    partOf: Final = "https://w3id.org/khcn/ontology#partOf"
    partner: Final = "https://w3id.org/khcn/ontology#partner"
    partnerIn: Final = "https://w3id.org/khcn/ontology#partnerIn"
    periodEnd: Final = "https://w3id.org/khcn/ontology#periodEnd"
    periodStart: Final = "https://w3id.org/khcn/ontology#periodStart"
    periodText: Final = "https://w3id.org/khcn/ontology#periodText"
    placeOfIssue: Final = "https://w3id.org/khcn/ontology#placeOfIssue"
    procedureChange: Final = "https://w3id.org/khcn/ontology#procedureChange"
    procedureCode: Final = "https://w3id.org/khcn/ontology#procedureCode"
    produces: Final = "https://w3id.org/khcn/ontology#produces"
    projectLevel: Final = "https://w3id.org/khcn/ontology#projectLevel"
    projectStatus: Final = "https://w3id.org/khcn/ontology#projectStatus"
    promulgatedBy: Final = "https://w3id.org/khcn/ontology#promulgatedBy"
    promulgates: Final = "https://w3id.org/khcn/ontology#promulgates"
    proposes: Final = "https://w3id.org/khcn/ontology#proposes"
    provision: Final = "https://w3id.org/khcn/ontology#provision"
    public: Final = "https://w3id.org/khcn/ontology#public"
    quantity: Final = "https://w3id.org/khcn/ontology#quantity"
    quantityOf: Final = "https://w3id.org/khcn/ontology#quantityOf"
    reader: Final = "https://w3id.org/khcn/ontology#reader"
    reason: Final = "https://w3id.org/khcn/ontology#reason"
    recipient: Final = "https://w3id.org/khcn/ontology#recipient"
    recipientText: Final = "https://w3id.org/khcn/ontology#recipientText"
    recognisesResult: Final = "https://w3id.org/khcn/ontology#recognisesResult"
    recordPredicate: Final = "https://w3id.org/khcn/ontology#recordPredicate"
    recordValue: Final = "https://w3id.org/khcn/ontology#recordValue"
    rejectedObject: Final = "https://w3id.org/khcn/ontology#rejectedObject"
    rejectedPredicate: Final = "https://w3id.org/khcn/ontology#rejectedPredicate"
    rejectedSubject: Final = "https://w3id.org/khcn/ontology#rejectedSubject"
    rejectedValue: Final = "https://w3id.org/khcn/ontology#rejectedValue"
    repealedBy: Final = "https://w3id.org/khcn/ontology#repealedBy"
    repeals: Final = "https://w3id.org/khcn/ontology#repeals"
    replacedBy: Final = "https://w3id.org/khcn/ontology#replacedBy"
    replaces: Final = "https://w3id.org/khcn/ontology#replaces"
    reportedIn: Final = "https://w3id.org/khcn/ontology#reportedIn"
    reportsOn: Final = "https://w3id.org/khcn/ontology#reportsOn"
    researchField: Final = "https://w3id.org/khcn/ontology#researchField"
    researchFieldText: Final = "https://w3id.org/khcn/ontology#researchFieldText"
    resultRegistrationNumber: Final = "https://w3id.org/khcn/ontology#resultRegistrationNumber"
    secrecy: Final = "https://w3id.org/khcn/ontology#secrecy"
    section: Final = "https://w3id.org/khcn/ontology#section"
    selectionMethod: Final = "https://w3id.org/khcn/ontology#selectionMethod"
    selectsHost: Final = "https://w3id.org/khcn/ontology#selectsHost"
    signatory: Final = "https://w3id.org/khcn/ontology#signatory"
    signerRole: Final = "https://w3id.org/khcn/ontology#signerRole"
    signingCapacity: Final = "https://w3id.org/khcn/ontology#signingCapacity"
    sortKey: Final = "https://w3id.org/khcn/ontology#sortKey"
    source: Final = "https://w3id.org/khcn/ontology#source"
    sourceOf: Final = "https://w3id.org/khcn/ontology#sourceOf"
    stage: Final = "https://w3id.org/khcn/ontology#stage"
    statusSource: Final = "https://w3id.org/khcn/ontology#statusSource"
    stops: Final = "https://w3id.org/khcn/ontology#stops"
    suspends: Final = "https://w3id.org/khcn/ontology#suspends"
    targetValue: Final = "https://w3id.org/khcn/ontology#targetValue"
    taskCode: Final = "https://w3id.org/khcn/ontology#taskCode"
    temporarilySuspends: Final = "https://w3id.org/khcn/ontology#temporarilySuspends"
    textLength: Final = "https://w3id.org/khcn/ontology#textLength"
    textSha256: Final = "https://w3id.org/khcn/ontology#textSha256"
    topic: Final = "https://w3id.org/khcn/ontology#topic"
    translates: Final = "https://w3id.org/khcn/ontology#translates"
    typeText: Final = "https://w3id.org/khcn/ontology#typeText"
    unitCode: Final = "https://w3id.org/khcn/ontology#unitCode"
    unitLevel: Final = "https://w3id.org/khcn/ontology#unitLevel"
    unitType: Final = "https://w3id.org/khcn/ontology#unitType"
    validFrom: Final = "https://w3id.org/khcn/ontology#validFrom"
    validUntil: Final = "https://w3id.org/khcn/ontology#validUntil"
    valueText: Final = "https://w3id.org/khcn/ontology#valueText"
    withdraws: Final = "https://w3id.org/khcn/ontology#withdraws"
    within: Final = "https://w3id.org/khcn/ontology#within"
    year: Final = "https://w3id.org/khcn/ontology#year"


class ELI:
    """European Legislation Identifier."""

    Agent: Final = "http://data.europa.eu/eli/ontology#Agent"
    Format: Final = "http://data.europa.eu/eli/ontology#Format"
    LegalExpression: Final = "http://data.europa.eu/eli/ontology#LegalExpression"
    LegalResource: Final = "http://data.europa.eu/eli/ontology#LegalResource"
    LegalResourceSubdivision: Final = "http://data.europa.eu/eli/ontology#LegalResourceSubdivision"
    amends: Final = "http://data.europa.eu/eli/ontology#amends"
    based_on: Final = "http://data.europa.eu/eli/ontology#based_on"
    changes: Final = "http://data.europa.eu/eli/ontology#changes"
    cites: Final = "http://data.europa.eu/eli/ontology#cites"
    consolidates: Final = "http://data.europa.eu/eli/ontology#consolidates"
    corrects: Final = "http://data.europa.eu/eli/ontology#corrects"
    date_document: Final = "http://data.europa.eu/eli/ontology#date_document"
    date_no_longer_in_force: Final = "http://data.europa.eu/eli/ontology#date_no_longer_in_force"
    first_date_entry_in_force: Final = "http://data.europa.eu/eli/ontology#first_date_entry_in_force"
    id_local: Final = "http://data.europa.eu/eli/ontology#id_local"
    passed_by: Final = "http://data.europa.eu/eli/ontology#passed_by"
    repeals: Final = "http://data.europa.eu/eli/ontology#repeals"
    title: Final = "http://data.europa.eu/eli/ontology#title"


class ORG:
    """The Organization Ontology."""

    ChangeEvent: Final = "http://www.w3.org/ns/org#ChangeEvent"
    Membership: Final = "http://www.w3.org/ns/org#Membership"
    Organization: Final = "http://www.w3.org/ns/org#Organization"
    Post: Final = "http://www.w3.org/ns/org#Post"
    Role: Final = "http://www.w3.org/ns/org#Role"
    Site: Final = "http://www.w3.org/ns/org#Site"
    changedBy: Final = "http://www.w3.org/ns/org#changedBy"
    member: Final = "http://www.w3.org/ns/org#member"
    organization: Final = "http://www.w3.org/ns/org#organization"
    originalOrganization: Final = "http://www.w3.org/ns/org#originalOrganization"
    resultedFrom: Final = "http://www.w3.org/ns/org#resultedFrom"
    resultingOrganization: Final = "http://www.w3.org/ns/org#resultingOrganization"
    role: Final = "http://www.w3.org/ns/org#role"
    subOrganizationOf: Final = "http://www.w3.org/ns/org#subOrganizationOf"
    transitiveSubOrganizationOf: Final = "http://www.w3.org/ns/org#transitiveSubOrganizationOf"


class FOAF:
    """Friend of a Friend."""

    Agent: Final = "http://xmlns.com/foaf/0.1/Agent"
    Document: Final = "http://xmlns.com/foaf/0.1/Document"
    Organization: Final = "http://xmlns.com/foaf/0.1/Organization"
    Person: Final = "http://xmlns.com/foaf/0.1/Person"
    Project: Final = "http://xmlns.com/foaf/0.1/Project"
    name: Final = "http://xmlns.com/foaf/0.1/name"


class SCHEMA:
    """schema.org."""

    AdministrativeArea: Final = "http://schema.org/AdministrativeArea"
    MonetaryAmount: Final = "http://schema.org/MonetaryAmount"
    Place: Final = "http://schema.org/Place"
    QuantitativeValue: Final = "http://schema.org/QuantitativeValue"
    StructuredValue: Final = "http://schema.org/StructuredValue"
    domainIncludes: Final = "http://schema.org/domainIncludes"
    rangeIncludes: Final = "http://schema.org/rangeIncludes"
    unitText: Final = "http://schema.org/unitText"
    value: Final = "http://schema.org/value"


class FRAPO:
    """Funding, Research Administration and Projects Ontology."""

    FundingProgramme: Final = "http://purl.org/cerif/frapo/FundingProgramme"


class PROV:
    """PROV-O."""

    Activity: Final = "http://www.w3.org/ns/prov#Activity"
    Entity: Final = "http://www.w3.org/ns/prov#Entity"
    endedAtTime: Final = "http://www.w3.org/ns/prov#endedAtTime"
    used: Final = "http://www.w3.org/ns/prov#used"
    wasGeneratedBy: Final = "http://www.w3.org/ns/prov#wasGeneratedBy"
    wasInvalidatedBy: Final = "http://www.w3.org/ns/prov#wasInvalidatedBy"


class OA:
    """Web Annotation."""

    end: Final = "http://www.w3.org/ns/oa#end"
    exact: Final = "http://www.w3.org/ns/oa#exact"
    start: Final = "http://www.w3.org/ns/oa#start"


class SKOS:
    """Simple Knowledge Organization System."""

    Collection: Final = "http://www.w3.org/2004/02/skos/core#Collection"
    Concept: Final = "http://www.w3.org/2004/02/skos/core#Concept"
    ConceptScheme: Final = "http://www.w3.org/2004/02/skos/core#ConceptScheme"
    OrderedCollection: Final = "http://www.w3.org/2004/02/skos/core#OrderedCollection"
    altLabel: Final = "http://www.w3.org/2004/02/skos/core#altLabel"
    broader: Final = "http://www.w3.org/2004/02/skos/core#broader"
    broaderTransitive: Final = "http://www.w3.org/2004/02/skos/core#broaderTransitive"
    changeNote: Final = "http://www.w3.org/2004/02/skos/core#changeNote"
    closeMatch: Final = "http://www.w3.org/2004/02/skos/core#closeMatch"
    definition: Final = "http://www.w3.org/2004/02/skos/core#definition"
    exactMatch: Final = "http://www.w3.org/2004/02/skos/core#exactMatch"
    hiddenLabel: Final = "http://www.w3.org/2004/02/skos/core#hiddenLabel"
    inScheme: Final = "http://www.w3.org/2004/02/skos/core#inScheme"
    mappingRelation: Final = "http://www.w3.org/2004/02/skos/core#mappingRelation"
    member: Final = "http://www.w3.org/2004/02/skos/core#member"
    memberList: Final = "http://www.w3.org/2004/02/skos/core#memberList"
    notation: Final = "http://www.w3.org/2004/02/skos/core#notation"
    prefLabel: Final = "http://www.w3.org/2004/02/skos/core#prefLabel"
    scopeNote: Final = "http://www.w3.org/2004/02/skos/core#scopeNote"
    semanticRelation: Final = "http://www.w3.org/2004/02/skos/core#semanticRelation"


class DCTERMS:
    """Dublin Core terms."""

    description: Final = "http://purl.org/dc/terms/description"
    isReplacedBy: Final = "http://purl.org/dc/terms/isReplacedBy"
    license: Final = "http://purl.org/dc/terms/license"
    title: Final = "http://purl.org/dc/terms/title"


class DCAT:
    """Data Catalog Vocabulary."""

    Dataset: Final = "http://www.w3.org/ns/dcat#Dataset"
    Resource: Final = "http://www.w3.org/ns/dcat#Resource"


class VOID:
    """Vocabulary of Interlinked Datasets."""

    Dataset: Final = "http://rdfs.org/ns/void#Dataset"


class SH:
    """SHACL."""

    ValidationResult: Final = "http://www.w3.org/ns/shacl#ValidationResult"


class RDF:
    """RDF."""

    Statement: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#Statement"
    object: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#object"
    subject: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#subject"


class Kind(NamedTuple):
    """A kind of document (loại văn bản): concept, its labels, its letters in numbers, the class that it denotes."""

    concept: str
    vi: str
    en: str
    letters: tuple[str, ...]
    denotes: str | None


KINDS: Final[dict[str, Kind]] = {
    "agreement": Kind("https://w3id.org/khcn/vocabulary/document-kind/agreement", "bản thỏa thuận", "agreement", ("BTT",), None),
    "authorisation": Kind("https://w3id.org/khcn/vocabulary/document-kind/authorisation", "giấy ủy quyền", "letter of authority", ("GUQ",), None),
    "certificate": Kind("https://w3id.org/khcn/vocabulary/document-kind/certificate", "giấy chứng nhận", "certificate", ("GCN",), KHCN.Licence),
    "charter": Kind("https://w3id.org/khcn/vocabulary/document-kind/charter", "điều lệ", "charter", (), KHCN.Regulation),
    "circular": Kind("https://w3id.org/khcn/vocabulary/document-kind/circular", "thông tư", "circular", ("TT",), KHCN.Circular),
    "code": Kind("https://w3id.org/khcn/vocabulary/document-kind/code", "bộ luật", "code", (), KHCN.Law),
    "communique": Kind("https://w3id.org/khcn/vocabulary/document-kind/communique", "thông cáo", "communiqué", ("TC",), None),
    "conclusion": Kind("https://w3id.org/khcn/vocabulary/document-kind/conclusion", "kết luận", "conclusion", ("KL",), KHCN.Conclusion),
    "consolidated-text": Kind("https://w3id.org/khcn/vocabulary/document-kind/consolidated-text", "văn bản hợp nhất", "consolidated text", ("VBHN",), KHCN.ConsolidatedText),
    "constitution": Kind("https://w3id.org/khcn/vocabulary/document-kind/constitution", "hiến pháp", "constitution", (), KHCN.Constitution),
    "contest-rules": Kind("https://w3id.org/khcn/vocabulary/document-kind/contest-rules", "thể lệ", "rules of a contest", (), KHCN.Regulation),
    "contract": Kind("https://w3id.org/khcn/vocabulary/document-kind/contract", "hợp đồng", "contract", ("HĐ",), KHCN.Contract),
    "copy": Kind("https://w3id.org/khcn/vocabulary/document-kind/copy", "bản sao y", "true copy", ("SY",), None),
    "copy-of-copy": Kind("https://w3id.org/khcn/vocabulary/document-kind/copy-of-copy", "bản sao lục", "copy of a copy", ("SL",), None),
    "courtesy-letter": Kind("https://w3id.org/khcn/vocabulary/document-kind/courtesy-letter", "thư công", "courtesy letter", (), None),
    "decision": Kind("https://w3id.org/khcn/vocabulary/document-kind/decision", "quyết định", "decision", ("QĐ",), KHCN.Decision),
    "decree": Kind("https://w3id.org/khcn/vocabulary/document-kind/decree", "nghị định", "decree", ("NĐ",), KHCN.Decree),
    "directive": Kind("https://w3id.org/khcn/vocabulary/document-kind/directive", "chỉ thị", "directive", ("CT",), KHCN.Directive),
    "dispatch-slip": Kind("https://w3id.org/khcn/vocabulary/document-kind/dispatch-slip", "phiếu gửi", "dispatch slip", ("PG",), None),
    "extract": Kind("https://w3id.org/khcn/vocabulary/document-kind/extract", "bản trích sao", "extract", ("TrS",), None),
    "guidance": Kind("https://w3id.org/khcn/vocabulary/document-kind/guidance", "hướng dẫn", "guidance", ("HD",), KHCN.Guidance),
    "inspection-conclusion": Kind("https://w3id.org/khcn/vocabulary/document-kind/inspection-conclusion", "kết luận thanh tra", "inspection conclusion", ("KLTT",), KHCN.Conclusion),
    "institution-standard": Kind("https://w3id.org/khcn/vocabulary/document-kind/institution-standard", "tiêu chuẩn cơ sở", "institution standard", ("TCCS",), KHCN.Standard),
    "international-standard": Kind("https://w3id.org/khcn/vocabulary/document-kind/international-standard", "tiêu chuẩn quốc tế", "international standard", ("IEC", "ISO",), KHCN.Standard),
    "introduction": Kind("https://w3id.org/khcn/vocabulary/document-kind/introduction", "giấy giới thiệu", "letter of introduction", ("GGT",), None),
    "invitation": Kind("https://w3id.org/khcn/vocabulary/document-kind/invitation", "giấy mời", "invitation", ("GM",), None),
    "joint-circular": Kind("https://w3id.org/khcn/vocabulary/document-kind/joint-circular", "thông tư liên tịch", "joint circular", ("TTLT",), KHCN.Circular),
    "joint-resolution": Kind("https://w3id.org/khcn/vocabulary/document-kind/joint-resolution", "nghị quyết liên tịch", "joint resolution", ("NQLT",), KHCN.Resolution),
    "law": Kind("https://w3id.org/khcn/vocabulary/document-kind/law", "luật", "law", (), KHCN.Law),
    "leave": Kind("https://w3id.org/khcn/vocabulary/document-kind/leave", "giấy nghỉ phép", "leave permit", ("GNP",), None),
    "licence": Kind("https://w3id.org/khcn/vocabulary/document-kind/licence", "giấy phép", "licence", ("GP",), KHCN.Licence),
    "local-technical-regulation": Kind("https://w3id.org/khcn/vocabulary/document-kind/local-technical-regulation", "quy chuẩn kỹ thuật địa phương", "local technical regulation", ("QCĐP",), KHCN.Standard),
    "memorandum": Kind("https://w3id.org/khcn/vocabulary/document-kind/memorandum", "bản ghi nhớ", "memorandum of understanding", ("BGN",), None),
    "minutes": Kind("https://w3id.org/khcn/vocabulary/document-kind/minutes", "biên bản", "minutes", ("BB",), KHCN.Minutes),
    "national-standard": Kind("https://w3id.org/khcn/vocabulary/document-kind/national-standard", "tiêu chuẩn quốc gia", "national standard", ("TCVN",), KHCN.Standard),
    "notice": Kind("https://w3id.org/khcn/vocabulary/document-kind/notice", "thông báo", "notice", ("TB",), KHCN.Notice),
    "notice-slip": Kind("https://w3id.org/khcn/vocabulary/document-kind/notice-slip", "phiếu báo", "notice slip", ("PB",), None),
    "official_letter": Kind("https://w3id.org/khcn/vocabulary/document-kind/official_letter", "công văn", "official letter", (), KHCN.OfficialLetter),
    "option": Kind("https://w3id.org/khcn/vocabulary/document-kind/option", "phương án", "option paper", ("PA",), None),
    "order": Kind("https://w3id.org/khcn/vocabulary/document-kind/order", "lệnh", "order", ("L",), KHCN.Order),
    "ordinance": Kind("https://w3id.org/khcn/vocabulary/document-kind/ordinance", "pháp lệnh", "ordinance", ("PL",), KHCN.Ordinance),
    "other": Kind("https://w3id.org/khcn/vocabulary/document-kind/other", "văn bản khác", "other document", (), None),
    "penalty-decision": Kind("https://w3id.org/khcn/vocabulary/document-kind/penalty-decision", "quyết định xử phạt vi phạm hành chính", "penalty decision", ("QĐ-XPHC", "QĐ-XPVPHC",), KHCN.Decision),
    "plan": Kind("https://w3id.org/khcn/vocabulary/document-kind/plan", "kế hoạch", "plan", ("KH",), KHCN.Plan),
    "practising-certificate": Kind("https://w3id.org/khcn/vocabulary/document-kind/practising-certificate", "chứng chỉ", "practising certificate", ("CC",), KHCN.Licence),
    "programme": Kind("https://w3id.org/khcn/vocabulary/document-kind/programme", "chương trình", "programme (document)", ("CTr",), None),
    "project": Kind("https://w3id.org/khcn/vocabulary/document-kind/project", "dự án", "project (document)", ("DA",), None),
    "quy-che": Kind("https://w3id.org/khcn/vocabulary/document-kind/quy-che", "quy chế", "statute (quy chế)", ("QC",), KHCN.Regulation),
    "quy-dinh": Kind("https://w3id.org/khcn/vocabulary/document-kind/quy-dinh", "quy định", "rules (quy định)", ("QyĐ",), KHCN.Regulation),
    "regulation": Kind("https://w3id.org/khcn/vocabulary/document-kind/regulation", "quy chế, quy định", "regulation", (), KHCN.Regulation),
    "report": Kind("https://w3id.org/khcn/vocabulary/document-kind/report", "báo cáo", "report", ("BC",), KHCN.Report),
    "resolution": Kind("https://w3id.org/khcn/vocabulary/document-kind/resolution", "nghị quyết", "resolution", ("NQ",), KHCN.Resolution),
    "scheme": Kind("https://w3id.org/khcn/vocabulary/document-kind/scheme", "đề án", "scheme (document)", ("ĐA",), None),
    "standard": Kind("https://w3id.org/khcn/vocabulary/document-kind/standard", "tiêu chuẩn, quy chuẩn", "standard", (), KHCN.Standard),
    "submission": Kind("https://w3id.org/khcn/vocabulary/document-kind/submission", "tờ trình", "submission", ("TTr",), KHCN.Submission),
    "technical-regulation": Kind("https://w3id.org/khcn/vocabulary/document-kind/technical-regulation", "quy chuẩn kỹ thuật quốc gia", "national technical regulation", ("QCVN",), KHCN.Standard),
    "telegram": Kind("https://w3id.org/khcn/vocabulary/document-kind/telegram", "công điện", "official telegram", ("CĐ",), None),
    "transfer-slip": Kind("https://w3id.org/khcn/vocabulary/document-kind/transfer-slip", "phiếu chuyển", "transfer slip", ("PC",), None),
}

KINDS_BY_LETTERS: Final[dict[str, str]] = {
    "BB": "minutes",
    "BC": "report",
    "BGN": "memorandum",
    "BTT": "agreement",
    "CC": "practising-certificate",
    "CT": "directive",
    "CTr": "programme",
    "CĐ": "telegram",
    "DA": "project",
    "GCN": "certificate",
    "GGT": "introduction",
    "GM": "invitation",
    "GNP": "leave",
    "GP": "licence",
    "GUQ": "authorisation",
    "HD": "guidance",
    "HĐ": "contract",
    "IEC": "international-standard",
    "ISO": "international-standard",
    "KH": "plan",
    "KL": "conclusion",
    "KLTT": "inspection-conclusion",
    "L": "order",
    "NQ": "resolution",
    "NQLT": "joint-resolution",
    "NĐ": "decree",
    "PA": "option",
    "PB": "notice-slip",
    "PC": "transfer-slip",
    "PG": "dispatch-slip",
    "PL": "ordinance",
    "QC": "quy-che",
    "QCVN": "technical-regulation",
    "QCĐP": "local-technical-regulation",
    "QyĐ": "quy-dinh",
    "QĐ": "decision",
    "QĐ-XPHC": "penalty-decision",
    "QĐ-XPVPHC": "penalty-decision",
    "SL": "copy-of-copy",
    "SY": "copy",
    "TB": "notice",
    "TC": "communique",
    "TCCS": "institution-standard",
    "TCVN": "national-standard",
    "TT": "circular",
    "TTLT": "joint-circular",
    "TTr": "submission",
    "TrS": "extract",
    "VBHN": "consolidated-text",
    "ĐA": "scheme",
}

SCHEMES: Final[dict[str, tuple[str, ...]]] = {
    "activity-status": ("done", "ongoing", "planned",),
    "activity-type": ("acceptance", "administration", "appraisal", "calibration", "check", "communication", "contest", "demonstration", "drafting", "emulation", "establishment", "finance", "inspection", "issuing", "licensing", "meeting", "other", "penalty", "personnel", "production", "publication", "selection", "support", "survey", "testing", "training", "verification", "workshop",),
    "approval-kind": ("execution", "host", "list", "result",),
    "council-kind": ("acceptance", "acceptance-institution", "budget-appraisal", "contest", "identification", "initiative", "inspection-team", "other", "science", "selection", "steering", "working-group",),
    "document-kind": ("agreement", "authorisation", "certificate", "charter", "circular", "code", "communique", "conclusion", "consolidated-text", "constitution", "contest-rules", "contract", "copy", "copy-of-copy", "courtesy-letter", "decision", "decree", "directive", "dispatch-slip", "extract", "guidance", "inspection-conclusion", "institution-standard", "international-standard", "introduction", "invitation", "joint-circular", "joint-resolution", "law", "leave", "licence", "local-technical-regulation", "memorandum", "minutes", "national-standard", "notice", "notice-slip", "official_letter", "option", "order", "ordinance", "other", "penalty-decision", "plan", "practising-certificate", "programme", "project", "quy-che", "quy-dinh", "regulation", "report", "resolution", "scheme", "standard", "submission", "technical-regulation", "telegram", "transfer-slip",),
    "finder": ("activities", "approval", "citations", "citations-number", "citations-standard", "citations-subject", "correction", "header", "manual", "organisation-beside", "organisation-body", "organisation-council", "organisation-department", "organisation-firm", "organisation-inside", "organisation-local", "organisation-national", "organisation-own", "organisation-part", "organisation-place", "organisation-school", "organisations", "people", "person-head", "person-honorific", "person-office", "person-signature", "person-table", "place-above", "place-area", "place-country", "place-unit", "places", "projects", "quantities", "recipients", "reconciliation", "relations", "relations-act", "relations-annex", "relations-approves", "relations-basis", "relations-bracket", "relations-collaborates-on", "relations-event", "relations-header", "relations-hosts", "relations-implements", "relations-inspected", "relations-issuer", "relations-legal", "relations-licence", "relations-member", "relations-nested", "relations-part", "relations-partner", "relations-place", "relations-proposal", "relations-proposed", "relations-proposes", "relations-reports", "relations-signature", "relations-standard", "relations-tied", "relations-under", "signature", "table",),
    "finding-kind": ("ambiguous-name", "cited-later", "contradictory-status", "count-mismatch", "expired-basis", "impossible-date", "missing-evidence", "not-understood", "out-of-order", "overlapping-reports", "repaired-reading", "shape", "sum-mismatch", "two-dates", "unresolved-reference",),
    "finding-state": ("handled", "open", "seen",),
    "funding-phase": ("allocated", "approved", "disbursed", "recovered", "settled",),
    "funding-source": ("aid", "central-budget", "fund", "other", "own-funds", "provincial-budget", "state-budget",),
    "ip-kind": ("certification-mark", "collective-mark", "copyright", "design", "geographical-indication", "mark", "patent", "plant-variety", "utility-solution",),
    "legal-state": ("annulled", "being-carried-out", "carried-out", "expired", "in-force", "no-longer-suitable", "not-yet-in-force", "partly-expired", "partly-suspended", "repealed", "replaced", "suspended", "unclear", "undetermined", "withdrawn",),
    "licence-kind": ("conformity", "dangerous-goods", "enterprise-recognition", "organisation-registration", "other", "radiation-staff", "radiation-work", "result-registration", "technology-transfer", "verification",),
    "organisation-type": ("agency", "association", "centre", "cooperative", "council", "court_inspectorate", "department", "division", "enterprise", "government", "hospital", "institute", "media", "ministry", "other", "party", "people_committee", "people_council", "school", "university",),
    "place-level": ("commune", "country", "district", "other", "province", "region",),
    "project-category": ("digital", "initiative", "investment", "linkage", "model", "other", "programme", "st_task",),
    "project-status": ("accepted", "adjusted", "approved", "changed_lead", "extended", "graded", "inspected", "not-accepted", "ongoing", "paused", "planned", "proposed", "recognised", "registered", "stopped",),
    "relation-code": ("1", "10", "11", "12", "13", "14", "15", "2", "3", "4", "5", "6", "7", "8", "9",),
    "role": ("chair", "chief-inspector", "council-secretary", "deputy-director", "deputy-head", "deputy-minister", "deputy-office-chief", "deputy-secretary", "director", "head", "lead", "member", "minister", "office-chief", "other", "principal", "secretary", "vice-chair",),
    "selection-method": ("direct-assignment", "grant", "order", "selection",),
    "signing-capacity": ("acting", "by-delegation", "by-order", "deputy", "on-behalf",),
    "stage": ("accepted", "adjusted", "applied", "appraised", "approved", "assets", "called", "contracted", "extended", "identified", "liquidated", "listed", "monitored", "not-accepted", "paused", "proposed", "recognised", "registered", "selected", "self-accepted", "settled", "terminated",),
    "task-level": ("institution", "ministry", "national", "province",),
    "topic": ("administrative-reform", "cooperation", "digital-government", "digital-transformation", "genetic-resources", "high-technology", "information-security", "information-statistics", "initiatives", "innovation", "inspection", "intellectual-property", "metrology", "quality", "quality-management", "radiation-safety", "research-potential", "standards", "task-management", "technical-barriers", "technology", "telecommunications", "traceability",),
    "unit-type": ("central-city", "city", "commune", "province", "rural-district", "special-zone", "town", "township", "urban-district", "ward",),
}
