"""The web site: pages for officers and researchers over a graph, without anything from outside."""
