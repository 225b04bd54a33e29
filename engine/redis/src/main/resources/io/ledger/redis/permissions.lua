-- ARGV: a key with a name of the read model and one of a document; then the two patterns that they stand for; then "1" in a
-- cluster.
-- Answers what the user of this connection may not do, "keys <pattern>" or "command <name>" each; nothing before Redis 7,
-- which cannot be asked. Nothing is read or written.
if not redis.acl_check_cmd then
  return {}
end

local function may(...)
  local is_known, is_allowed = pcall(redis.acl_check_cmd, ...)
  -- What this server does not know, it is not asked for.
  return not is_known or is_allowed
end

-- Each with the arguments that follow its key.
local on_keys = {
  {'GET'}, {'MGET'}, {'EXISTS'}, {'ZSCAN', '0'}, {'HSCAN', '0'}, {'ZMSCORE', 'x'}, {'HMGET', 'x'}, {'HGET', 'x'}, {'HLEN'},
  {'ZCARD'}, {'ZRANGE', '0', '1'}, {'SET', 'x'}, {'MSET', 'x'}, {'DEL'}, {'UNLINK'}, {'HSET', 'x', 'x'},
  {'HSETNX', 'x', 'x'}, {'HDEL', 'x'}, {'ZADD', '1', 'x'}, {'ZREM', 'x'},
}
local others = {
  {'EVAL', 'x', '0'}, {'EVALSHA', 'x', '0'}, {'SCAN', '0'}, {'DBSIZE'}, {'PING'}, {'CLIENT', 'TRACKING', 'ON'},
  {'CLIENT', 'CACHING', 'YES'},
}
if ARGV[5] == '1' then
  others[#others + 1] = {'CLUSTER', 'COUNTKEYSINSLOT', '0'}
  others[#others + 1] = {'CLUSTER', 'NODES'}
  others[#others + 1] = {'CLUSTER', 'MYID'}
end

local missing = {}
local open_keys = {}
for i = 1, 2 do
  local is_any_allowed = false
  for _, command in ipairs(on_keys) do
    is_any_allowed = is_any_allowed or may(command[1], ARGV[i], unpack(command, 2))
  end
  if is_any_allowed then
    open_keys[#open_keys + 1] = ARGV[i]
  elseif i == 1 or ARGV[3] ~= ARGV[4] then
    missing[#missing + 1] = 'keys ' .. ARGV[i + 2]
  end
end
for _, command in ipairs(on_keys) do
  local is_allowed = true
  for _, key in ipairs(open_keys) do
    is_allowed = is_allowed and may(command[1], key, unpack(command, 2))
  end
  if not is_allowed then
    missing[#missing + 1] = 'command ' .. string.lower(command[1])
  end
end
for _, command in ipairs(others) do
  if not may(unpack(command)) then
    local name = string.lower(command[1])
    if name == 'client' or name == 'cluster' then
      name = name .. '|' .. string.lower(command[2])
    end
    missing[#missing + 1] = 'command ' .. name
  end
end
return missing
