-- Pages of calls: what people filter by stands in the index, so that a row of another caller is passed over without being read.
DROP INDEX attempts_newest_first;
CREATE INDEX attempts_newest_first ON attempts (accepted_at DESC, call_id DESC, attempt DESC, caller, target_model, status);
