"""Articles about one event become curated fact records with evidence, and those become a site."""
