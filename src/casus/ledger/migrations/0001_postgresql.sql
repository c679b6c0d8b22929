CREATE SEQUENCE filing
--;
CREATE TABLE actors (
  id VARCHAR COLLATE "C" NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  country VARCHAR COLLATE "C",
  sector VARCHAR COLLATE "C",
  body JSON,
  added BIGINT NOT NULL,
  CONSTRAINT pk_actors PRIMARY KEY (id)
)
--;
CREATE TABLE claim_answers (
  claim VARCHAR COLLATE "C" NOT NULL,
  answer VARCHAR COLLATE "C" NOT NULL,
  kind TEXT NOT NULL,
  added BIGINT NOT NULL,
  retired BIGINT,
  CONSTRAINT pk_claim_answers PRIMARY KEY (claim, answer)
)
--;
CREATE INDEX ix_claim_answers_answer ON claim_answers (answer)
--;
COMMENT ON COLUMN claim_answers.claim IS 'the claim that is answered'
--;
COMMENT ON COLUMN claim_answers.answer IS 'a claim of another report'
--;
COMMENT ON COLUMN claim_answers.kind IS 'denied, admitted, contested'
--;
CREATE TABLE claim_parties (
  actor VARCHAR COLLATE "C" NOT NULL,
  key BIGINT NOT NULL,
  role VARCHAR COLLATE "C" NOT NULL,
  CONSTRAINT pk_claim_parties PRIMARY KEY (actor, key, role)
)
--;
CREATE INDEX ix_claim_parties_key ON claim_parties (key)
--;
COMMENT ON COLUMN claim_parties.key IS 'of the claim'
--;
COMMENT ON COLUMN claim_parties.role IS 'speaker, accused, about'
--;
CREATE TABLE coverage (
  source VARCHAR COLLATE "C" NOT NULL,
  day INTEGER NOT NULL,
  reports INTEGER DEFAULT '0' NOT NULL,
  rejected INTEGER DEFAULT '0' NOT NULL,
  rows INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_coverage PRIMARY KEY (source, day)
)
--;
CREATE INDEX ix_coverage_day ON coverage (day)
--;
COMMENT ON COLUMN coverage.source IS 'publisher, or `dataset:NAME`; '''' where not known'
--;
COMMENT ON COLUMN coverage.day IS 'of publication, else of reading'
--;
COMMENT ON COLUMN coverage.rows IS 'imported rows'
--;
CREATE TABLE datasets (
  id VARCHAR COLLATE "C" NOT NULL,
  name TEXT NOT NULL,
  version TEXT,
  licence TEXT,
  rows BIGINT DEFAULT '0' NOT NULL,
  added BIGINT NOT NULL,
  CONSTRAINT pk_datasets PRIMARY KEY (id)
)
--;
COMMENT ON COLUMN datasets.id IS 'icews, gdelt, ucdp-ged …'
--;
CREATE TABLE decisions (
  key BIGSERIAL NOT NULL,
  kind VARCHAR COLLATE "C" NOT NULL,
  target VARCHAR COLLATE "C" NOT NULL,
  report VARCHAR COLLATE "C",
  who TEXT NOT NULL,
  why TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  body JSON NOT NULL,
  CONSTRAINT pk_decisions PRIMARY KEY (key)
)
--;
CREATE INDEX ix_decisions_report ON decisions (report)
--;
CREATE INDEX ix_decisions_target ON decisions (target)
--;
COMMENT ON COLUMN decisions.kind IS 'merge, split, correct, reject, add, rate, undo'
--;
COMMENT ON COLUMN decisions.target IS 'id of the record, actor, source or decision that it is about'
--;
COMMENT ON COLUMN decisions.report IS 'where the record stands'
--;
CREATE TABLE dyad_days (
  a VARCHAR COLLATE "C" NOT NULL,
  b VARCHAR COLLATE "C" NOT NULL,
  day INTEGER NOT NULL,
  type VARCHAR COLLATE "C" NOT NULL,
  voice VARCHAR COLLATE "C" NOT NULL,
  direction VARCHAR COLLATE "C" NOT NULL,
  n INTEGER NOT NULL,
  intensity DOUBLE PRECISION NOT NULL,
  weighed INTEGER NOT NULL,
  CONSTRAINT pk_dyad_days PRIMARY KEY (a, b, day, type, voice, direction)
)
--;
COMMENT ON COLUMN dyad_days.n IS 'occurrences'
--;
COMMENT ON COLUMN dyad_days.intensity IS 'sum of those that are known'
--;
COMMENT ON COLUMN dyad_days.weighed IS 'how many are known'
--;
CREATE TABLE event_places (
  key BIGINT NOT NULL,
  position INTEGER NOT NULL,
  place VARCHAR COLLATE "C",
  lat DOUBLE PRECISION,
  lon DOUBLE PRECISION,
  cell INTEGER,
  CONSTRAINT pk_event_places PRIMARY KEY (key, position)
)
--;
CREATE INDEX ix_event_places_cell_key ON event_places (cell, key)
--;
CREATE INDEX ix_event_places_place_key ON event_places (place, key)
--;
COMMENT ON COLUMN event_places.key IS 'of the event'
--;
COMMENT ON COLUMN event_places.cell IS 'one-degree square: see places.cell'
--;
CREATE TABLE events (
  key BIGINT NOT NULL,
  id VARCHAR COLLATE "C",
  reading BIGINT,
  report VARCHAR COLLATE "C",
  publisher VARCHAR COLLATE "C",
  position INTEGER,
  dataset VARCHAR COLLATE "C",
  row_id VARCHAR COLLATE "C",
  code TEXT,
  url TEXT,
  actors VARCHAR COLLATE "C",
  recipients VARCHAR COLLATE "C",
  type VARCHAR COLLATE "C" NOT NULL,
  mode VARCHAR COLLATE "C",
  contexts TEXT,
  voice VARCHAR COLLATE "C" NOT NULL,
  status VARCHAR COLLATE "C" NOT NULL,
  extent VARCHAR COLLATE "C" NOT NULL,
  day INTEGER,
  day_end INTEGER,
  start BIGINT,
  "end" BIGINT,
  precision VARCHAR COLLATE "C",
  killed INTEGER,
  injured INTEGER,
  detained INTEGER,
  confidence DOUBLE PRECISION,
  intensity DOUBLE PRECISION,
  claim VARCHAR COLLATE "C",
  expresses VARCHAR COLLATE "C",
  occurrence VARCHAR COLLATE "C",
  words TEXT,
  body JSON,
  decision BIGINT,
  added BIGINT NOT NULL,
  retired BIGINT,
  CONSTRAINT pk_events PRIMARY KEY (key)
)
--;
CREATE UNIQUE INDEX ix_events_current ON events (id) WHERE id IS NOT NULL AND retired IS NULL
--;
CREATE INDEX ix_events_id ON events (id) WHERE id IS NOT NULL
--;
CREATE INDEX ix_events_occurrence ON events (occurrence) WHERE occurrence IS NOT NULL
--;
CREATE INDEX ix_events_publisher ON events (publisher, key) WHERE publisher IS NOT NULL
--;
CREATE INDEX ix_events_reading ON events (reading) WHERE reading IS NOT NULL
--;
CREATE INDEX ix_events_report ON events (report, key) WHERE report IS NOT NULL
--;
CREATE INDEX ix_events_row ON events (row_id, dataset) WHERE dataset IS NOT NULL
--;
CREATE INDEX ix_events_status ON events (status, key) WHERE status <> 'actual'
--;
CREATE INDEX ix_events_type_key ON events (type, key)
--;
CREATE INDEX ix_events_voice ON events (voice, key) WHERE voice <> 'report'
--;
COMMENT ON COLUMN events.id IS 'null for imported rows: theirs is `dataset:row_id`'
--;
COMMENT ON COLUMN events.publisher IS 'of the report'
--;
COMMENT ON COLUMN events.dataset IS 'data set that an imported row comes from'
--;
COMMENT ON COLUMN events.row_id IS 'id of the row in its data set'
--;
COMMENT ON COLUMN events.code IS 'the data set''s own code, e.g. CAMEO'
--;
COMMENT ON COLUMN events.url IS 'of the article that the data set names'
--;
COMMENT ON COLUMN events.actors IS 'ids of the parties that act, by spaces'
--;
COMMENT ON COLUMN events.recipients IS 'ids of the parties that are acted upon, by spaces'
--;
COMMENT ON COLUMN events.contexts IS ''' military legal '': a space before and after each'
--;
COMMENT ON COLUMN events.start IS 'microseconds, where the moment is finer than a day'
--;
COMMENT ON COLUMN events.claim IS 'claim that contains the event'
--;
COMMENT ON COLUMN events.expresses IS 'claim that the speech act makes'
--;
COMMENT ON COLUMN events.words IS 'the evidence, as the report words it'
--;
CREATE TABLE families (
  id VARCHAR COLLATE "C" NOT NULL,
  body JSON NOT NULL,
  added BIGINT NOT NULL,
  CONSTRAINT pk_families PRIMARY KEY (id)
)
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
COMMENT ON COLUMN feeds.failures IS 'in a row'
--;
CREATE TABLE fingerprints (
  hash BIGINT NOT NULL,
  report VARCHAR COLLATE "C" NOT NULL,
  CONSTRAINT pk_fingerprints PRIMARY KEY (hash, report)
)
--;
CREATE INDEX ix_fingerprints_report ON fingerprints (report)
--;
CREATE TABLE forgotten (
  hash BYTEA NOT NULL,
  kind VARCHAR COLLATE "C" NOT NULL,
  added BIGINT NOT NULL,
  CONSTRAINT pk_forgotten PRIMARY KEY (hash)
)
--;
COMMENT ON COLUMN forgotten.hash IS 'keyed hash of a report''s id or of a person''s folded name'
--;
COMMENT ON COLUMN forgotten.kind IS 'report, person'
--;
CREATE TABLE occurrence_events (
  occurrence VARCHAR COLLATE "C" NOT NULL,
  event VARCHAR COLLATE "C" NOT NULL,
  CONSTRAINT pk_occurrence_events PRIMARY KEY (occurrence, event)
)
--;
CREATE INDEX ix_occurrence_events_event ON occurrence_events (event)
--;
COMMENT ON COLUMN occurrence_events.event IS 'an event''s id, or `dataset:row_id`'
--;
CREATE TABLE occurrences (
  id VARCHAR COLLATE "C" NOT NULL,
  body JSON NOT NULL,
  added BIGINT NOT NULL,
  CONSTRAINT pk_occurrences PRIMARY KEY (id)
)
--;
CREATE TABLE pairs (
  a VARCHAR COLLATE "C" NOT NULL,
  b VARCHAR COLLATE "C" NOT NULL,
  key BIGINT NOT NULL,
  direction VARCHAR COLLATE "C" NOT NULL,
  type VARCHAR COLLATE "C" NOT NULL,
  voice VARCHAR COLLATE "C" NOT NULL,
  status VARCHAR COLLATE "C" NOT NULL,
  counted SMALLINT NOT NULL,
  lead SMALLINT NOT NULL,
  day INTEGER,
  day_end INTEGER,
  intensity DOUBLE PRECISION,
  confidence DOUBLE PRECISION,
  added BIGINT NOT NULL,
  retired BIGINT,
  CONSTRAINT pk_pairs PRIMARY KEY (a, b, key)
)
--;
CREATE INDEX ix_pairs_a ON pairs (a, key) INCLUDE (direction, type, voice, status, confidence, retired)
--;
CREATE INDEX ix_pairs_b ON pairs (b, key) INCLUDE (direction, type, voice, status, confidence, retired)
--;
COMMENT ON COLUMN pairs.a IS 'actor id; a < b, but where one side is empty'
--;
COMMENT ON COLUMN pairs.b IS 'actor id, '''' where the event has one side only'
--;
COMMENT ON COLUMN pairs.key IS 'of the event'
--;
COMMENT ON COLUMN pairs.direction IS '''>'': a acts on b. ''<'': b on a. ''='': both'
--;
COMMENT ON COLUMN pairs.counted IS '1: status actual, extent single, moment resolved, bases stated or admitted (or voice alleged): what the default series takes'
--;
COMMENT ON COLUMN pairs.lead IS '1: stands for its occurrence in this dyad; series count these alone'
--;
CREATE TABLE panel (
  source VARCHAR COLLATE "C" NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER,
  CONSTRAINT pk_panel PRIMARY KEY (source, since)
)
--;
COMMENT ON COLUMN panel.since IS 'day'
--;
COMMENT ON COLUMN panel.until IS 'day, exclusive; null: still in'
--;
CREATE TABLE places (
  id VARCHAR COLLATE "C" NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  lat DOUBLE PRECISION,
  lon DOUBLE PRECISION,
  country VARCHAR COLLATE "C",
  body JSON NOT NULL,
  added BIGINT NOT NULL,
  CONSTRAINT pk_places PRIMARY KEY (id)
)
--;
CREATE TABLE rejected (
  key BIGSERIAL NOT NULL,
  input TEXT NOT NULL,
  stage VARCHAR COLLATE "C" NOT NULL,
  reason TEXT NOT NULL,
  line BIGINT,
  body JSON,
  tries INTEGER DEFAULT '1' NOT NULL,
  added BIGINT NOT NULL,
  resolved BIGINT,
  CONSTRAINT pk_rejected PRIMARY KEY (key)
)
--;
CREATE INDEX ix_rejected_input ON rejected (input)
--;
COMMENT ON COLUMN rejected.line IS 'of a row in a file'
--;
COMMENT ON COLUMN rejected.resolved IS 'when it was read after all, or dropped'
--;
CREATE TABLE reports (
  key BIGINT NOT NULL,
  id VARCHAR COLLATE "C" NOT NULL,
  url TEXT,
  publisher VARCHAR COLLATE "C",
  published BIGINT,
  title TEXT,
  language TEXT,
  text TEXT NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  previous VARCHAR COLLATE "C",
  changed JSON,
  family VARCHAR COLLATE "C",
  body JSON NOT NULL,
  added BIGINT NOT NULL,
  retired BIGINT,
  CONSTRAINT pk_reports PRIMARY KEY (key),
  CONSTRAINT uq_reports_id UNIQUE (id)
)
--;
CREATE INDEX ix_reports_family ON reports (family) WHERE family IS NOT NULL
--;
CREATE INDEX ix_reports_publisher_key ON reports (publisher, key)
--;
CREATE INDEX ix_reports_url ON reports (url)
--;
COMMENT ON COLUMN reports.published IS 'microseconds since 1970, UTC'
--;
COMMENT ON COLUMN reports.version IS 'of the article at this URL'
--;
COMMENT ON COLUMN reports.previous IS 'id of the version before'
--;
COMMENT ON COLUMN reports.changed IS 'what changed since the version before: see versions.Change'
--;
COMMENT ON COLUMN reports.family IS 'reprint family'
--;
COMMENT ON COLUMN reports.body IS 'the report without its text'
--;
CREATE TABLE settings (
  name VARCHAR COLLATE "C" NOT NULL,
  value TEXT NOT NULL,
  CONSTRAINT pk_settings PRIMARY KEY (name)
)
--;
CREATE TABLE sources (
  name VARCHAR COLLATE "C" NOT NULL,
  country VARCHAR COLLATE "C",
  state_media_of VARCHAR COLLATE "C",
  added BIGINT NOT NULL,
  CONSTRAINT pk_sources PRIMARY KEY (name)
)
--;
COMMENT ON COLUMN sources.name IS 'the publisher'
--;
COMMENT ON COLUMN sources.state_media_of IS 'actor to whose side it belongs'
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
COMMENT ON COLUMN feed_items.item IS 'guid, else link'
--;
COMMENT ON COLUMN feed_items.outcome IS 'report id, or why there is none'
--;
CREATE TABLE readings (
  key BIGINT NOT NULL,
  report VARCHAR COLLATE "C" NOT NULL,
  version VARCHAR COLLATE "C" NOT NULL,
  read_at BIGINT NOT NULL,
  text TEXT,
  body JSON NOT NULL,
  added BIGINT NOT NULL,
  retired BIGINT,
  CONSTRAINT pk_readings PRIMARY KEY (key),
  CONSTRAINT fk_readings_report FOREIGN KEY(report) REFERENCES reports (id)
)
--;
CREATE UNIQUE INDEX ix_readings_report_version ON readings (report, version)
--;
COMMENT ON COLUMN readings.version IS 'of the reader: weights and code'
--;
COMMENT ON COLUMN readings.text IS 'the text that was read, where its white space differs from the report''s'
--;
COMMENT ON COLUMN readings.body IS 'the reading without report, mentions, attributions, claims, events'
--;
CREATE TABLE report_urls (
  url TEXT NOT NULL,
  report VARCHAR COLLATE "C" NOT NULL,
  added BIGINT NOT NULL,
  CONSTRAINT pk_report_urls PRIMARY KEY (url, report),
  CONSTRAINT fk_report_urls_report FOREIGN KEY(report) REFERENCES reports (id)
)
--;
CREATE TABLE attributions (
  reading BIGINT NOT NULL,
  position INTEGER NOT NULL,
  id VARCHAR COLLATE "C" NOT NULL,
  quoted TEXT NOT NULL,
  body JSON NOT NULL,
  CONSTRAINT pk_attributions PRIMARY KEY (reading, position),
  CONSTRAINT fk_attributions_reading FOREIGN KEY(reading) REFERENCES readings (key)
)
--;
CREATE INDEX ix_attributions_id ON attributions (id)
--;
CREATE TABLE claims (
  key BIGINT NOT NULL,
  id VARCHAR COLLATE "C" NOT NULL,
  reading BIGINT NOT NULL,
  report VARCHAR COLLATE "C" NOT NULL,
  publisher VARCHAR COLLATE "C",
  position INTEGER NOT NULL,
  kind VARCHAR COLLATE "C" NOT NULL,
  speaker VARCHAR COLLATE "C",
  speaker_role TEXT,
  direction VARCHAR COLLATE "C",
  status VARCHAR COLLATE "C" NOT NULL,
  words TEXT,
  body JSON NOT NULL,
  decision BIGINT,
  added BIGINT NOT NULL,
  retired BIGINT,
  CONSTRAINT pk_claims PRIMARY KEY (key),
  CONSTRAINT fk_claims_reading FOREIGN KEY(reading) REFERENCES readings (key),
  CONSTRAINT fk_claims_report FOREIGN KEY(report) REFERENCES reports (id)
)
--;
CREATE UNIQUE INDEX ix_claims_current ON claims (id) WHERE retired IS NULL
--;
CREATE INDEX ix_claims_id ON claims (id)
--;
CREATE INDEX ix_claims_kind_key ON claims (kind, key)
--;
CREATE INDEX ix_claims_publisher_key ON claims (publisher, key)
--;
CREATE INDEX ix_claims_reading ON claims (reading)
--;
CREATE INDEX ix_claims_report ON claims (report)
--;
CREATE INDEX ix_claims_status_key ON claims (status, key)
--;
COMMENT ON COLUMN claims.publisher IS 'of the report'
--;
COMMENT ON COLUMN claims.speaker IS 'actor id'
--;
COMMENT ON COLUMN claims.words IS 'what is claimed, as the report words it'
--;
CREATE TABLE mentions (
  reading BIGINT NOT NULL,
  position INTEGER NOT NULL,
  id VARCHAR COLLATE "C" NOT NULL,
  type TEXT NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  quote TEXT NOT NULL,
  resolved VARCHAR COLLATE "C",
  acts_for VARCHAR COLLATE "C",
  body JSON NOT NULL,
  CONSTRAINT pk_mentions PRIMARY KEY (reading, position),
  CONSTRAINT fk_mentions_reading FOREIGN KEY(reading) REFERENCES readings (key)
)
--;
CREATE INDEX ix_mentions_id ON mentions (id)
--;
CREATE INDEX ix_mentions_resolved ON mentions (resolved)
--;
CREATE FUNCTION casus_pairs_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO dyad_days (a, b, day, type, voice, direction, n, intensity, weighed) SELECT a, b, day, type, voice, direction, sum(n), sum(intensity), sum(weighed) FROM (SELECT a, b, day, type, voice, direction, 1 AS n, coalesce(intensity, 0) AS intensity, CASE WHEN intensity IS NULL THEN 0 ELSE 1 END AS weighed FROM now WHERE counted = 1 AND lead = 1 AND retired IS NULL AND day_end = day + 1 AND b <> '') changed GROUP BY a, b, day, type, voice, direction ORDER BY a, b, day, type, voice, direction ON CONFLICT (a, b, day, type, voice, direction) DO UPDATE SET n = dyad_days.n + excluded.n, intensity = dyad_days.intensity + excluded.intensity, weighed = dyad_days.weighed + excluded.weighed; RETURN NULL; END $$
--;
CREATE TRIGGER pairs_insert AFTER insert ON pairs REFERENCING NEW TABLE AS now FOR EACH STATEMENT EXECUTE FUNCTION casus_pairs_insert()
--;
CREATE FUNCTION casus_pairs_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO dyad_days (a, b, day, type, voice, direction, n, intensity, weighed) SELECT a, b, day, type, voice, direction, sum(n), sum(intensity), sum(weighed) FROM (SELECT a, b, day, type, voice, direction, -1 AS n, -coalesce(intensity, 0) AS intensity, CASE WHEN intensity IS NULL THEN 0 ELSE -1 END AS weighed FROM was WHERE counted = 1 AND lead = 1 AND retired IS NULL AND day_end = day + 1 AND b <> '') changed GROUP BY a, b, day, type, voice, direction ORDER BY a, b, day, type, voice, direction ON CONFLICT (a, b, day, type, voice, direction) DO UPDATE SET n = dyad_days.n + excluded.n, intensity = dyad_days.intensity + excluded.intensity, weighed = dyad_days.weighed + excluded.weighed;DELETE FROM dyad_days d USING was WHERE d.n = 0 AND d.a = was.a AND d.b = was.b AND d.day = was.day AND d.type = was.type AND d.voice = was.voice AND d.direction = was.direction; RETURN NULL; END $$
--;
CREATE TRIGGER pairs_delete AFTER delete ON pairs REFERENCING OLD TABLE AS was FOR EACH STATEMENT EXECUTE FUNCTION casus_pairs_delete()
--;
CREATE FUNCTION casus_pairs_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO dyad_days (a, b, day, type, voice, direction, n, intensity, weighed) SELECT a, b, day, type, voice, direction, sum(n), sum(intensity), sum(weighed) FROM (SELECT a, b, day, type, voice, direction, 1 AS n, coalesce(intensity, 0) AS intensity, CASE WHEN intensity IS NULL THEN 0 ELSE 1 END AS weighed FROM now WHERE counted = 1 AND lead = 1 AND retired IS NULL AND day_end = day + 1 AND b <> '' UNION ALL SELECT a, b, day, type, voice, direction, -1 AS n, -coalesce(intensity, 0) AS intensity, CASE WHEN intensity IS NULL THEN 0 ELSE -1 END AS weighed FROM was WHERE counted = 1 AND lead = 1 AND retired IS NULL AND day_end = day + 1 AND b <> '') changed GROUP BY a, b, day, type, voice, direction ORDER BY a, b, day, type, voice, direction ON CONFLICT (a, b, day, type, voice, direction) DO UPDATE SET n = dyad_days.n + excluded.n, intensity = dyad_days.intensity + excluded.intensity, weighed = dyad_days.weighed + excluded.weighed;DELETE FROM dyad_days d USING was WHERE d.n = 0 AND d.a = was.a AND d.b = was.b AND d.day = was.day AND d.type = was.type AND d.voice = was.voice AND d.direction = was.direction; RETURN NULL; END $$
--;
CREATE TRIGGER pairs_update AFTER update ON pairs REFERENCING NEW TABLE AS now OLD TABLE AS was FOR EACH STATEMENT EXECUTE FUNCTION casus_pairs_update()
--;
CREATE OR REPLACE FUNCTION casus_fold(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT regexp_replace(regexp_replace(normalize(lower(words), NFKD), '[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]', '', 'g'),
                        '[^[:alnum:]]+', ' ', 'g')
$$
--;
CREATE OR REPLACE FUNCTION casus_km(lat float8, lon float8, other_lat float8, other_lon float8) RETURNS float8
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT 2 * 6371.0 * asin(least(1, sqrt(power(sin(radians(other_lat - lat) / 2), 2)
         + cos(radians(lat)) * cos(radians(other_lat)) * power(sin(radians(other_lon - lon) / 2), 2))))
$$
--;
ALTER TABLE reports ADD COLUMN search tsvector GENERATED ALWAYS AS (to_tsvector('simple', casus_fold(left(text, 200000)))) STORED
--;
CREATE INDEX ix_reports_search ON reports USING gin (search) WHERE search IS NOT NULL
--;
ALTER TABLE reports ALTER COLUMN search SET STATISTICS 1000
--;
ALTER TABLE claims ADD COLUMN search tsvector GENERATED ALWAYS AS (to_tsvector('simple', casus_fold(left(words, 200000)))) STORED
--;
CREATE INDEX ix_claims_search ON claims USING gin (search) WHERE search IS NOT NULL
--;
ALTER TABLE claims ALTER COLUMN search SET STATISTICS 1000
--;
ALTER TABLE events ADD COLUMN search tsvector GENERATED ALWAYS AS (to_tsvector('simple', casus_fold(left(words, 200000)))) STORED
--;
CREATE INDEX ix_events_search ON events USING gin (search) WHERE search IS NOT NULL
--;
ALTER TABLE events ALTER COLUMN search SET STATISTICS 1000
