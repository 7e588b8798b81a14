"""The Elasticsearch side: a projection of the journal that is told everything seconds later."""
