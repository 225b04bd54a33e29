-- The checkpoint is "<position> <event id> <number of circles listed>". The number makes a lost list
-- show: then the checkpoint counts as none. Redis loses a key or none of it; single entries that are
-- missing were taken out by somebody, which is for the auditor to find.
local function checkpoint()
  local stored = redis.pcall('GET', 'circles:checkpoint')
  if type(stored) ~= 'string' then
    return ''
  end
  local place, listed = string.match(stored, '^(%d+ %S*) (%d+)$')
  local present = redis.pcall('ZCARD', 'circles:list')
  if not place or type(present) ~= 'number' or (present == 0) ~= (tonumber(listed) == 0) then
    return ''
  end
  return place
end

-- The checkpoint and the generation of the read model, which another one gets that takes its place.
local function checkpoint_of_generation()
  local place = checkpoint()
  local generation = redis.pcall('GET', 'circles:generation')
  if place == '' or type(generation) ~= 'string' then
    return place
  end
  return place .. ' ' .. generation
end

local function set_checkpoint(place)
  redis.call('SET', 'circles:checkpoint', place .. ' ' .. redis.call('ZCARD', 'circles:list'))
end
