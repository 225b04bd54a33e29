-- ARGV: where to go on, how many keys to look at, how the keys of the documents begin, the checkpoint to set at the end.
-- Removes some of the documents of a model without a checkpoint, and answers where to go on: "0" when
-- it is empty and has the checkpoint, "" when somebody else has set one.
if checkpoint() ~= '' then
  return ''
end
local page = redis.call('SCAN', ARGV[1], 'MATCH', ARGV[3] .. '*', 'COUNT', ARGV[2])
for _, key in ipairs(page[2]) do
  redis.call('UNLINK', key)
end
if page[1] == '0' then
  redis.call('UNLINK', KEYS[3], KEYS[4], KEYS[5])
  set_checkpoint(ARGV[4])
end
return page[1]
