-- Begins every script about one read model. KEYS begin with what names the live generation, and with the checkpoint, the
-- list, the parked ones and the documents ahead of the checkpoint, of the generation that is meant.

-- The checkpoint is "<position> <event id> <number listed>". The number makes a lost list
-- show: then the checkpoint counts as none. Redis loses a key or none of it; single entries that are
-- missing were taken out by somebody, which is for the auditor to find.
local function checkpoint_in(key, list)
  local stored = redis.pcall('GET', key)
  if type(stored) ~= 'string' then
    return ''
  end
  local place, listed = string.match(stored, '^(%d+ %S*) (%d+)$')
  local present = redis.pcall('ZCARD', list)
  if not place or type(present) ~= 'number' or (present == 0) ~= (tonumber(listed) == 0) then
    return ''
  end
  return place
end

local function checkpoint()
  return checkpoint_in(KEYS[2], KEYS[3])
end

local function set_checkpoint(place)
  redis.call('SET', KEYS[2], place .. ' ' .. redis.call('ZCARD', KEYS[3]))
end

-- The number in a key, if it is one that a generation may have.
local function number_in(key)
  local stored = redis.pcall('GET', key)
  if type(stored) ~= 'string' or #stored > 15 then
    return nil
  end
  return string.match(stored, '^[1-9]%d*$')
end

-- A read model that was never replaced is the first one.
local function live()
  return number_in(KEYS[1]) or '1'
end
