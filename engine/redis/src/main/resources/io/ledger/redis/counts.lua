-- KEYS: those of the model, the claim, the previous generation and the newest; then checkpoint, list, parked ones and those
-- ahead of each other generation that is kept. ARGV: the hash slot to count in, "" for the whole database, and the
-- database's number.
-- Answers the live generation, the checkpoint, how many are listed, and how many keys hold none of the names, nor a
-- document of the other generations, of which each is listed.

-- No key of a read model expires but the claim, so keys that do belong to others: those of caches and sessions come and go.
-- They are counted only in a cluster, where few share the slot, and where Redis does not let itself be asked.
local function count()
  if ARGV[1] ~= '' then
    return redis.call('CLUSTER', 'COUNTKEYSINSLOT', ARGV[1]), true
  end
  local info = redis.pcall('INFO', 'keyspace')
  if type(info) == 'string' then
    local keys, expiring = string.match(info, 'db' .. ARGV[2] .. ':keys=(%d+),expires=(%d+)')
    if keys then
      return tonumber(keys) - tonumber(expiring), false
    end
  end
  return redis.call('DBSIZE'), true
end

local listed = redis.pcall('ZCARD', KEYS[3])
local all, has_expiring = count()
local others = redis.call('EXISTS', unpack(KEYS))
if not has_expiring and redis.call('PTTL', KEYS[6]) >= 0 then
  others = others - 1
end
for i = 9, #KEYS, 4 do
  local count_there = redis.pcall('ZCARD', KEYS[i + 1])
  others = others + (type(count_there) == 'number' and count_there or 0)
end
return {live(), checkpoint(), type(listed) == 'number' and listed or 0, all - others}
