-- The checkpoint is "<position> <event id> <number of circles listed>". The number makes a lost or
-- cut list show: a checkpoint that does not fit the list counts as none.
local function checkpoint()
  local stored = redis.pcall('GET', 'circles:checkpoint')
  if type(stored) ~= 'string' then
    return ''
  end
  local place, listed = string.match(stored, '^(%d+ %S*) (%d+)$')
  if not place or redis.pcall('ZCARD', 'circles:list') ~= tonumber(listed) then
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
