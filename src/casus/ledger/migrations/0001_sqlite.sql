CREATE TABLE actors (
  id VARCHAR NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  country VARCHAR,
  sector VARCHAR,
  body JSON,
  added BIGINT NOT NULL,
  CONSTRAINT pk_actors PRIMARY KEY (id)
)
 WITHOUT ROWID
--;
CREATE TABLE claim_answers (
  claim VARCHAR NOT NULL,
  answer VARCHAR NOT NULL,
  kind TEXT NOT NULL,
  added BIGINT NOT NULL,
  retired BIGINT,
  CONSTRAINT pk_claim_answers PRIMARY KEY (claim, answer)
)
--;
CREATE INDEX ix_claim_answers_answer ON claim_answers (answer)
--;
CREATE TABLE claim_parties (
  actor VARCHAR NOT NULL,
  "key" BIGINT NOT NULL,
  role VARCHAR NOT NULL,
  CONSTRAINT pk_claim_parties PRIMARY KEY (actor, "key", role)
)
 WITHOUT ROWID
--;
CREATE INDEX ix_claim_parties_key ON claim_parties ("key")
--;
CREATE TABLE coverage (
  source VARCHAR NOT NULL,
  day INTEGER NOT NULL,
  reports INTEGER DEFAULT '0' NOT NULL,
  rejected INTEGER DEFAULT '0' NOT NULL,
  rows INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_coverage PRIMARY KEY (source, day)
)
 WITHOUT ROWID
--;
CREATE INDEX ix_coverage_day ON coverage (day)
--;
CREATE TABLE datasets (
  id VARCHAR NOT NULL,
  name TEXT NOT NULL,
  version TEXT,
  licence TEXT,
  rows BIGINT DEFAULT '0' NOT NULL,
  added BIGINT NOT NULL,
  CONSTRAINT pk_datasets PRIMARY KEY (id)
)
 WITHOUT ROWID
--;
CREATE TABLE decisions (
  "key" INTEGER NOT NULL,
  kind VARCHAR NOT NULL,
  target VARCHAR NOT NULL,
  report VARCHAR,
  who TEXT NOT NULL,
  why TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  body JSON NOT NULL,
  CONSTRAINT pk_decisions PRIMARY KEY ("key")
)
--;
CREATE INDEX ix_decisions_report ON decisions (report)
--;
CREATE INDEX ix_decisions_target ON decisions (target)
--;
CREATE TABLE dyad_days (
  a VARCHAR NOT NULL,
  b VARCHAR NOT NULL,
  day INTEGER NOT NULL,
  type VARCHAR NOT NULL,
  voice VARCHAR NOT NULL,
  direction VARCHAR NOT NULL,
  n INTEGER NOT NULL,
  intensity DOUBLE NOT NULL,
  weighed INTEGER NOT NULL,
  CONSTRAINT pk_dyad_days PRIMARY KEY (a, b, day, type, voice, direction)
)
 WITHOUT ROWID
--;
CREATE TABLE event_places (
  "key" BIGINT NOT NULL,
  position INTEGER NOT NULL,
  place VARCHAR,
  lat DOUBLE,
  lon DOUBLE,
  cell INTEGER,
  CONSTRAINT pk_event_places PRIMARY KEY ("key", position)
)
 WITHOUT ROWID
--;
CREATE INDEX ix_event_places_cell_key ON event_places (cell, "key")
--;
CREATE INDEX ix_event_places_place_key ON event_places (place, "key")
--;
CREATE TABLE events (
  "key" INTEGER NOT NULL,
  id VARCHAR,
  reading BIGINT,
  report VARCHAR,
  publisher VARCHAR,
  position INTEGER,
  dataset VARCHAR,
  row_id VARCHAR,
  code TEXT,
  url TEXT,
  actors VARCHAR,
  recipients VARCHAR,
  type VARCHAR NOT NULL,
  mode VARCHAR,
  contexts TEXT,
  voice VARCHAR NOT NULL,
  status VARCHAR NOT NULL,
  extent VARCHAR NOT NULL,
  day INTEGER,
  day_end INTEGER,
  start BIGINT,
  "end" BIGINT,
  precision VARCHAR,
  killed INTEGER,
  injured INTEGER,
  detained INTEGER,
  confidence DOUBLE,
  intensity DOUBLE,
  claim VARCHAR,
  expresses VARCHAR,
  occurrence VARCHAR,
  words TEXT,
  body JSON,
  decision BIGINT,
  added BIGINT NOT NULL,
  retired BIGINT,
  CONSTRAINT pk_events PRIMARY KEY ("key")
)
--;
CREATE UNIQUE INDEX ix_events_current ON events (id) WHERE id IS NOT NULL AND retired IS NULL
--;
CREATE INDEX ix_events_id ON events (id) WHERE id IS NOT NULL
--;
CREATE INDEX ix_events_occurrence ON events (occurrence) WHERE occurrence IS NOT NULL
--;
CREATE INDEX ix_events_publisher ON events (publisher, "key") WHERE publisher IS NOT NULL
--;
CREATE INDEX ix_events_reading ON events (reading) WHERE reading IS NOT NULL
--;
CREATE INDEX ix_events_report ON events (report, "key") WHERE report IS NOT NULL
--;
CREATE INDEX ix_events_row ON events (row_id, dataset) WHERE dataset IS NOT NULL
--;
CREATE INDEX ix_events_status ON events (status, "key") WHERE status <> 'actual'
--;
CREATE INDEX ix_events_type_key ON events (type, "key")
--;
CREATE INDEX ix_events_voice ON events (voice, "key") WHERE voice <> 'report'
--;
CREATE TABLE families (
  id VARCHAR NOT NULL,
  body JSON NOT NULL,
  added BIGINT NOT NULL,
  CONSTRAINT pk_families PRIMARY KEY (id)
)
 WITHOUT ROWID
--;
CREATE TABLE feeds (
  url TEXT NOT NULL,
  title TEXT,
  etag TEXT,
  last_modified TEXT,
  polled BIGINT,
  due BIGINT,
  failures INTEGER DEFAULT '0' NOT NULL,
  error TEXT,
  body JSON,
  added BIGINT NOT NULL,
  CONSTRAINT pk_feeds PRIMARY KEY (url)
)
--;
CREATE TABLE fingerprints (
  hash BIGINT NOT NULL,
  report VARCHAR NOT NULL,
  CONSTRAINT pk_fingerprints PRIMARY KEY (hash, report)
)
 WITHOUT ROWID
--;
CREATE INDEX ix_fingerprints_report ON fingerprints (report)
--;
CREATE TABLE forgotten (
  hash BLOB NOT NULL,
  kind VARCHAR NOT NULL,
  added BIGINT NOT NULL,
  CONSTRAINT pk_forgotten PRIMARY KEY (hash)
)
--;
CREATE TABLE occurrence_events (
  occurrence VARCHAR NOT NULL,
  event VARCHAR NOT NULL,
  CONSTRAINT pk_occurrence_events PRIMARY KEY (occurrence, event)
)
 WITHOUT ROWID
--;
CREATE INDEX ix_occurrence_events_event ON occurrence_events (event)
--;
CREATE TABLE occurrences (
  id VARCHAR NOT NULL,
  body JSON NOT NULL,
  added BIGINT NOT NULL,
  CONSTRAINT pk_occurrences PRIMARY KEY (id)
)
 WITHOUT ROWID
--;
CREATE TABLE pairs (
  a VARCHAR NOT NULL,
  b VARCHAR NOT NULL,
  "key" BIGINT NOT NULL,
  direction VARCHAR NOT NULL,
  type VARCHAR NOT NULL,
  voice VARCHAR NOT NULL,
  status VARCHAR NOT NULL,
  counted SMALLINT NOT NULL,
  lead SMALLINT NOT NULL,
  day INTEGER,
  day_end INTEGER,
  intensity DOUBLE,
  confidence DOUBLE,
  added BIGINT NOT NULL,
  retired BIGINT,
  CONSTRAINT pk_pairs PRIMARY KEY (a, b, "key")
)
 WITHOUT ROWID
--;
CREATE INDEX ix_pairs_a ON pairs (a, "key", direction, type, voice, status, confidence, retired)
--;
CREATE INDEX ix_pairs_b ON pairs (b, "key", direction, type, voice, status, confidence, retired)
--;
CREATE TABLE panel (
  source VARCHAR NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER,
  CONSTRAINT pk_panel PRIMARY KEY (source, since)
)
 WITHOUT ROWID
--;
CREATE TABLE places (
  id VARCHAR NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  lat DOUBLE,
  lon DOUBLE,
  country VARCHAR,
  body JSON NOT NULL,
  added BIGINT NOT NULL,
  CONSTRAINT pk_places PRIMARY KEY (id)
)
 WITHOUT ROWID
--;
CREATE TABLE rejected (
  "key" INTEGER NOT NULL,
  input TEXT NOT NULL,
  stage VARCHAR NOT NULL,
  reason TEXT NOT NULL,
  line BIGINT,
  body JSON,
  tries INTEGER DEFAULT '1' NOT NULL,
  added BIGINT NOT NULL,
  resolved BIGINT,
  CONSTRAINT pk_rejected PRIMARY KEY ("key")
)
--;
CREATE INDEX ix_rejected_input ON rejected (input)
--;
CREATE TABLE reports (
  "key" INTEGER NOT NULL,
  id VARCHAR NOT NULL,
  url TEXT,
  publisher VARCHAR,
  published BIGINT,
  title TEXT,
  language TEXT,
  text TEXT NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  previous VARCHAR,
  changed JSON,
  family VARCHAR,
  body JSON NOT NULL,
  added BIGINT NOT NULL,
  retired BIGINT,
  CONSTRAINT pk_reports PRIMARY KEY ("key"),
  CONSTRAINT uq_reports_id UNIQUE (id)
)
--;
CREATE INDEX ix_reports_family ON reports (family) WHERE family IS NOT NULL
--;
CREATE INDEX ix_reports_publisher_key ON reports (publisher, "key")
--;
CREATE INDEX ix_reports_url ON reports (url)
--;
CREATE TABLE settings (
  name VARCHAR NOT NULL,
  value TEXT NOT NULL,
  CONSTRAINT pk_settings PRIMARY KEY (name)
)
--;
CREATE TABLE sources (
  name VARCHAR NOT NULL,
  country VARCHAR,
  state_media_of VARCHAR,
  added BIGINT NOT NULL,
  CONSTRAINT pk_sources PRIMARY KEY (name)
)
 WITHOUT ROWID
--;
CREATE TABLE feed_items (
  feed TEXT NOT NULL,
  item TEXT NOT NULL,
  url TEXT,
  outcome TEXT NOT NULL,
  added BIGINT NOT NULL,
  CONSTRAINT pk_feed_items PRIMARY KEY (feed, item),
  CONSTRAINT fk_feed_items_feed FOREIGN KEY(feed) REFERENCES feeds (url)
)
--;
CREATE TABLE readings (
  "key" INTEGER NOT NULL,
  report VARCHAR NOT NULL,
  version VARCHAR NOT NULL,
  read_at BIGINT NOT NULL,
  text TEXT,
  body JSON NOT NULL,
  added BIGINT NOT NULL,
  retired BIGINT,
  CONSTRAINT pk_readings PRIMARY KEY ("key"),
  CONSTRAINT fk_readings_report FOREIGN KEY(report) REFERENCES reports (id)
)
--;
CREATE UNIQUE INDEX ix_readings_report_version ON readings (report, version)
--;
CREATE TABLE report_urls (
  url TEXT NOT NULL,
  report VARCHAR NOT NULL,
  added BIGINT NOT NULL,
  CONSTRAINT pk_report_urls PRIMARY KEY (url, report),
  CONSTRAINT fk_report_urls_report FOREIGN KEY(report) REFERENCES reports (id)
)
--;
CREATE TABLE attributions (
  reading BIGINT NOT NULL,
  position INTEGER NOT NULL,
  id VARCHAR NOT NULL,
  quoted TEXT NOT NULL,
  body JSON NOT NULL,
  CONSTRAINT pk_attributions PRIMARY KEY (reading, position),
  CONSTRAINT fk_attributions_reading FOREIGN KEY(reading) REFERENCES readings ("key")
)
 WITHOUT ROWID
--;
CREATE INDEX ix_attributions_id ON attributions (id)
--;
CREATE TABLE claims (
  "key" INTEGER NOT NULL,
  id VARCHAR NOT NULL,
  reading BIGINT NOT NULL,
  report VARCHAR NOT NULL,
  publisher VARCHAR,
  position INTEGER NOT NULL,
  kind VARCHAR NOT NULL,
  speaker VARCHAR,
  speaker_role TEXT,
  direction VARCHAR,
  status VARCHAR NOT NULL,
  words TEXT,
  body JSON NOT NULL,
  decision BIGINT,
  added BIGINT NOT NULL,
  retired BIGINT,
  CONSTRAINT pk_claims PRIMARY KEY ("key"),
  CONSTRAINT fk_claims_reading FOREIGN KEY(reading) REFERENCES readings ("key"),
  CONSTRAINT fk_claims_report FOREIGN KEY(report) REFERENCES reports (id)
)
--;
CREATE UNIQUE INDEX ix_claims_current ON claims (id) WHERE retired IS NULL
--;
CREATE INDEX ix_claims_id ON claims (id)
--;
CREATE INDEX ix_claims_kind_key ON claims (kind, "key")
--;
CREATE INDEX ix_claims_publisher_key ON claims (publisher, "key")
--;
CREATE INDEX ix_claims_reading ON claims (reading)
--;
CREATE INDEX ix_claims_report ON claims (report)
--;
CREATE INDEX ix_claims_status_key ON claims (status, "key")
--;
CREATE TABLE mentions (
  reading BIGINT NOT NULL,
  position INTEGER NOT NULL,
  id VARCHAR NOT NULL,
  type TEXT NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  quote TEXT NOT NULL,
  resolved VARCHAR,
  acts_for VARCHAR,
  body JSON NOT NULL,
  CONSTRAINT pk_mentions PRIMARY KEY (reading, position),
  CONSTRAINT fk_mentions_reading FOREIGN KEY(reading) REFERENCES readings ("key")
)
 WITHOUT ROWID
--;
CREATE INDEX ix_mentions_id ON mentions (id)
--;
CREATE INDEX ix_mentions_resolved ON mentions (resolved)
--;
CREATE TRIGGER pairs_insert AFTER INSERT ON pairs WHEN new.counted = 1 AND new.lead = 1 AND new.retired IS NULL AND new.day_end = new.day + 1 AND new.b <> '' BEGIN INSERT INTO dyad_days (a, b, day, type, voice, direction, n, intensity, weighed) VALUES (new.a, new.b, new.day, new.type, new.voice, new.direction, 1, coalesce(new.intensity, 0), new.intensity IS NOT NULL) ON CONFLICT (a, b, day, type, voice, direction) DO UPDATE SET n = n + excluded.n, intensity = intensity + excluded.intensity, weighed = weighed + excluded.weighed; END
--;
CREATE TRIGGER pairs_delete AFTER DELETE ON pairs WHEN old.counted = 1 AND old.lead = 1 AND old.retired IS NULL AND old.day_end = old.day + 1 AND old.b <> '' BEGIN UPDATE dyad_days SET n = n - 1, intensity = intensity - coalesce(old.intensity, 0), weighed = weighed - (old.intensity IS NOT NULL) WHERE a = old.a AND b = old.b AND day = old.day AND type = old.type AND voice = old.voice AND direction = old.direction; DELETE FROM dyad_days WHERE a = old.a AND b = old.b AND day = old.day AND type = old.type AND voice = old.voice AND direction = old.direction AND n = 0; END
--;
CREATE TRIGGER pairs_renew AFTER UPDATE OF a, b, type, voice, direction, counted, lead, day, day_end, intensity, retired ON pairs WHEN new.counted = 1 AND new.lead = 1 AND new.retired IS NULL AND new.day_end = new.day + 1 AND new.b <> '' BEGIN INSERT INTO dyad_days (a, b, day, type, voice, direction, n, intensity, weighed) VALUES (new.a, new.b, new.day, new.type, new.voice, new.direction, 1, coalesce(new.intensity, 0), new.intensity IS NOT NULL) ON CONFLICT (a, b, day, type, voice, direction) DO UPDATE SET n = n + excluded.n, intensity = intensity + excluded.intensity, weighed = weighed + excluded.weighed; END
--;
CREATE TRIGGER pairs_end AFTER UPDATE OF a, b, type, voice, direction, counted, lead, day, day_end, intensity, retired ON pairs WHEN old.counted = 1 AND old.lead = 1 AND old.retired IS NULL AND old.day_end = old.day + 1 AND old.b <> '' BEGIN UPDATE dyad_days SET n = n - 1, intensity = intensity - coalesce(old.intensity, 0), weighed = weighed - (old.intensity IS NOT NULL) WHERE a = old.a AND b = old.b AND day = old.day AND type = old.type AND voice = old.voice AND direction = old.direction; DELETE FROM dyad_days WHERE a = old.a AND b = old.b AND day = old.day AND type = old.type AND voice = old.voice AND direction = old.direction AND n = 0; END
--;
CREATE VIEW reports_words AS SELECT key, text FROM reports WHERE text IS NOT NULL
--;
CREATE VIRTUAL TABLE reports_search USING fts5(text, content='reports_words', content_rowid='key', tokenize='unicode61 remove_diacritics 2')
--;
CREATE TRIGGER reports_search_insert AFTER INSERT ON reports WHEN new.text IS NOT NULL BEGIN INSERT INTO reports_search(rowid, text) VALUES (new.key, new.text); END
--;
CREATE TRIGGER reports_search_delete AFTER DELETE ON reports WHEN old.text IS NOT NULL BEGIN INSERT INTO reports_search(reports_search, rowid, text) VALUES ('delete', old.key, old.text); END
--;
CREATE TRIGGER reports_search_change AFTER UPDATE OF text ON reports WHEN old.text IS NOT NULL AND new.text IS NOT NULL BEGIN INSERT INTO reports_search(reports_search, rowid, text) VALUES ('delete', old.key, old.text); INSERT INTO reports_search(rowid, text) VALUES (new.key, new.text); END
--;
CREATE TRIGGER reports_search_erase AFTER UPDATE OF text ON reports WHEN old.text IS NOT NULL AND new.text IS NULL BEGIN INSERT INTO reports_search(reports_search, rowid, text) VALUES ('delete', old.key, old.text); END
--;
CREATE TRIGGER reports_search_renew AFTER UPDATE OF text ON reports WHEN old.text IS NULL AND new.text IS NOT NULL BEGIN INSERT INTO reports_search(rowid, text) VALUES (new.key, new.text); END
--;
CREATE VIEW claims_words AS SELECT key, words FROM claims WHERE words IS NOT NULL
--;
CREATE VIRTUAL TABLE claims_search USING fts5(words, content='claims_words', content_rowid='key', tokenize='unicode61 remove_diacritics 2')
--;
CREATE TRIGGER claims_search_insert AFTER INSERT ON claims WHEN new.words IS NOT NULL BEGIN INSERT INTO claims_search(rowid, words) VALUES (new.key, new.words); END
--;
CREATE TRIGGER claims_search_delete AFTER DELETE ON claims WHEN old.words IS NOT NULL BEGIN INSERT INTO claims_search(claims_search, rowid, words) VALUES ('delete', old.key, old.words); END
--;
CREATE TRIGGER claims_search_change AFTER UPDATE OF words ON claims WHEN old.words IS NOT NULL AND new.words IS NOT NULL BEGIN INSERT INTO claims_search(claims_search, rowid, words) VALUES ('delete', old.key, old.words); INSERT INTO claims_search(rowid, words) VALUES (new.key, new.words); END
--;
CREATE TRIGGER claims_search_erase AFTER UPDATE OF words ON claims WHEN old.words IS NOT NULL AND new.words IS NULL BEGIN INSERT INTO claims_search(claims_search, rowid, words) VALUES ('delete', old.key, old.words); END
--;
CREATE TRIGGER claims_search_renew AFTER UPDATE OF words ON claims WHEN old.words IS NULL AND new.words IS NOT NULL BEGIN INSERT INTO claims_search(rowid, words) VALUES (new.key, new.words); END
--;
CREATE VIEW events_words AS SELECT key, words FROM events WHERE words IS NOT NULL
--;
CREATE VIRTUAL TABLE events_search USING fts5(words, content='events_words', content_rowid='key', tokenize='unicode61 remove_diacritics 2')
--;
CREATE TRIGGER events_search_insert AFTER INSERT ON events WHEN new.words IS NOT NULL BEGIN INSERT INTO events_search(rowid, words) VALUES (new.key, new.words); END
--;
CREATE TRIGGER events_search_delete AFTER DELETE ON events WHEN old.words IS NOT NULL BEGIN INSERT INTO events_search(events_search, rowid, words) VALUES ('delete', old.key, old.words); END
--;
CREATE TRIGGER events_search_change AFTER UPDATE OF words ON events WHEN old.words IS NOT NULL AND new.words IS NOT NULL BEGIN INSERT INTO events_search(events_search, rowid, words) VALUES ('delete', old.key, old.words); INSERT INTO events_search(rowid, words) VALUES (new.key, new.words); END
--;
CREATE TRIGGER events_search_erase AFTER UPDATE OF words ON events WHEN old.words IS NOT NULL AND new.words IS NULL BEGIN INSERT INTO events_search(events_search, rowid, words) VALUES ('delete', old.key, old.words); END
--;
CREATE TRIGGER events_search_renew AFTER UPDATE OF words ON events WHEN old.words IS NULL AND new.words IS NOT NULL BEGIN INSERT INTO events_search(rowid, words) VALUES (new.key, new.words); END
