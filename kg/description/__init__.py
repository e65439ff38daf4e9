"""A record in RDF: facts for everyone, and the words of the source that prove each of them."""
