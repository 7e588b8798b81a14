-- The leads that became new stories, as each poll counts those since the one before it.
CREATE INDEX leads_found ON leads (outlet, settled_at) WHERE fate = 'new';
