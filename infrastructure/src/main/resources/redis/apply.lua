-- ARGV: the checkpoint worked from, the one to set, then any number of
--   "put", how many circles (at most 1000), and of each its id, version, document, place in the list or ""
--   "remove", id
--   "park", id, what is wrong with it
if checkpoint_of_generation() ~= ARGV[1] then
  return 0
end

local function version_of(document)
  return document and tonumber(string.match(document, '"version":(%d+)}$')) or 0
end

-- One command for all circles: of a call from a script, most of the time goes into the call.
local function put(first, count)
  local ids, keys = {}, {}
  for i = 1, count do
    ids[i] = ARGV[first + 4 * (i - 1)]
    keys[i] = 'circle:' .. ids[i]
  end
  local present = redis.call('MGET', unpack(keys))
  local documents, places = {}, {}
  for i = 1, count do
    local at = first + 4 * (i - 1)
    if version_of(present[i]) < tonumber(ARGV[at + 1]) then
      documents[#documents + 1] = keys[i]
      documents[#documents + 1] = ARGV[at + 2]
    end
    if ARGV[at + 3] ~= '' then
      places[#places + 1] = ARGV[at + 3]
      places[#places + 1] = ids[i]
    end
  end
  if #documents > 0 then
    redis.call('MSET', unpack(documents))
  end
  if #places > 0 then
    redis.call('ZADD', 'circles:list', unpack(places))
  end
  redis.call('HDEL', 'circles:parked', unpack(ids))
end

local i = 3
while i <= #ARGV do
  local change = ARGV[i]
  if change == 'put' then
    local count = tonumber(ARGV[i + 1])
    put(i + 2, count)
    i = i + 2 + 4 * count
  else
    local id = ARGV[i + 1]
    redis.call('UNLINK', 'circle:' .. id)
    redis.call('ZREM', 'circles:list', id)
    if change == 'park' then
      redis.call('HSETNX', 'circles:parked', id, ARGV[i + 2])
      i = i + 3
    else
      redis.call('HDEL', 'circles:parked', id)
      i = i + 2
    end
  end
end
set_checkpoint(ARGV[2])
return 1
