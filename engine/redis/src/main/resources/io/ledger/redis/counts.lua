-- KEYS: those of the model, the claim, the previous generation and the newest; then checkpoint, list, parked ones and those
-- ahead of each other generation that is kept. ARGV: the hash slot to count in, "" for the whole database.
-- Answers the live generation, the checkpoint, how many are listed, and how many keys hold none of the names, nor a
-- document of the other generations, of which each is listed.
local listed = redis.pcall('ZCARD', KEYS[3])
local others = redis.call('EXISTS', unpack(KEYS))
for i = 9, #KEYS, 4 do
  local count = redis.pcall('ZCARD', KEYS[i + 1])
  others = others + (type(count) == 'number' and count or 0)
end
local all = ARGV[1] == '' and redis.call('DBSIZE') or redis.call('CLUSTER', 'COUNTKEYSINSLOT', ARGV[1])
return {live(), checkpoint(), type(listed) == 'number' and listed or 0, all - others}
