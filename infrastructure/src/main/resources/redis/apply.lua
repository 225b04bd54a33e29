-- ARGV: the checkpoint worked from, the one to set, then per circle one of
--   "put", id, version, document, place in the list or ""
--   "remove", id
--   "park", id, what is wrong with it
if checkpoint_of_generation() ~= ARGV[1] then
  return 0
end

local function version_of(document)
  return type(document) == 'string' and tonumber(string.match(document, '"version":(%d+)}$')) or 0
end

local i = 3
while i <= #ARGV do
  local change, id = ARGV[i], ARGV[i + 1]
  local key = 'circle:' .. id
  if change == 'put' then
    if version_of(redis.pcall('GET', key)) < tonumber(ARGV[i + 2]) then
      redis.call('SET', key, ARGV[i + 3])
    end
    if ARGV[i + 4] ~= '' then
      redis.call('ZADD', 'circles:list', ARGV[i + 4], id)
    end
    redis.call('HDEL', 'circles:parked', id)
    i = i + 5
  else
    redis.call('UNLINK', key)
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
