-- KEYS: those of the model, then the key of each document, in the order of the changes.
-- ARGV: the generation that has to be live, or "" when it need not; the checkpoint worked from, the one to set, then any
-- number of
--   "put", how many (at most 1000), and of each its id, version, document, place in the list or ""
--   "remove", id
--   "park", id, what is wrong with it
--
-- No document is read here to see which version is the newer one. Whoever writes has read the documents under the
-- checkpoint that it names, and those that were written since then, by somebody who left the checkpoint where it is, are
-- kept by id and version as those that are ahead: only they can be newer than what is put now. When the checkpoint moves,
-- whoever worked from the old one is refused. What was ahead is forgotten then, unless the first event of one of them is
-- yet to come ("created" has the last of those): its document is not read by whoever begins with that event.
if ARGV[1] ~= '' and live() ~= ARGV[1] or checkpoint() ~= ARGV[2] then
  return 0
end

local list, parked, ahead = KEYS[3], KEYS[4], KEYS[5]
local stays = ARGV[2] == ARGV[3]
local count_ahead = redis.pcall('HLEN', ahead)
if type(count_ahead) ~= 'number' then
  redis.call('UNLINK', ahead)
end
local is_any_ahead = type(count_ahead) == 'number' and count_ahead > 0
local last_created = 0

-- One command for all of them: of a call from a script, most of the time goes into the call.
local function put(first, count, first_key)
  local ids = {}
  for i = 1, count do
    ids[i] = ARGV[first + 4 * (i - 1)]
  end
  local present = is_any_ahead and redis.call('HMGET', ahead, unpack(ids)) or {}
  local documents, places, newer = {}, {}, {}
  for i = 1, count do
    local at = first + 4 * (i - 1)
    if (tonumber(present[i] or 0) or 0) < tonumber(ARGV[at + 1]) then
      documents[#documents + 1] = KEYS[first_key + i - 1]
      documents[#documents + 1] = ARGV[at + 2]
      newer[#newer + 1] = ids[i]
      newer[#newer + 1] = ARGV[at + 1]
    end
    if ARGV[at + 3] ~= '' then
      places[#places + 1] = ARGV[at + 3]
      places[#places + 1] = ids[i]
      last_created = math.max(last_created, tonumber(ARGV[at + 3]))
    end
  end
  if #documents > 0 then
    redis.call('MSET', unpack(documents))
    if stays then
      redis.call('HSET', ahead, unpack(newer))
      is_any_ahead = true
    end
  end
  if #places > 0 then
    redis.call('ZADD', list, unpack(places))
  end
  redis.call('HDEL', parked, unpack(ids))
end

local function remove(id, key)
  redis.call('UNLINK', key)
  redis.call('ZREM', list, id)
  if is_any_ahead then
    redis.call('HDEL', ahead, id)
  end
end

local i, key = 4, 6
while i <= #ARGV do
  local change = ARGV[i]
  if change == 'put' then
    local count = tonumber(ARGV[i + 1])
    put(i + 2, count, key)
    i = i + 2 + 4 * count
    key = key + count
  else
    local id = ARGV[i + 1]
    remove(id, KEYS[key])
    key = key + 1
    if change == 'park' then
      redis.call('HSETNX', parked, id, ARGV[i + 2])
      i = i + 3
    else
      redis.call('HDEL', parked, id)
      i = i + 2
    end
  end
end
if is_any_ahead then
  local known = tonumber(redis.call('HGET', ahead, 'created') or 0) or 0
  if not stays and known <= tonumber(string.match(ARGV[3], '^%d+')) then
    redis.call('UNLINK', ahead)
  elseif stays and last_created > known then
    redis.call('HSET', ahead, 'created', string.format('%.0f', last_created))
  end
end
set_checkpoint(ARGV[3])
return 1
