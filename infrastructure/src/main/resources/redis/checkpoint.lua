-- The checkpoint is "<position> <event id> <number of circles listed>". The number makes a lost or
-- cut list show: a checkpoint that does not fit the list counts as none. The keys of a read model
-- begin with the prefix that is put before each script: none for the live one.
local function checkpoint_in(space)
  local stored = redis.pcall('GET', space .. 'circles:checkpoint')
  if type(stored) ~= 'string' then
    return ''
  end
  local place, listed = string.match(stored, '^(%d+ %S*) (%d+)$')
  if not place or redis.pcall('ZCARD', space .. 'circles:list') ~= tonumber(listed) then
    return ''
  end
  return place
end

local function checkpoint()
  return checkpoint_in(prefix)
end

-- The checkpoint and the generation of the read model, which another one gets that takes its place.
local function checkpoint_of_generation()
  local place = checkpoint()
  local generation = redis.pcall('GET', prefix .. 'circles:generation')
  if place == '' or type(generation) ~= 'string' then
    return place
  end
  return place .. ' ' .. generation
end

local function set_checkpoint(place)
  redis.call('SET', prefix .. 'circles:checkpoint', place .. ' ' .. redis.call('ZCARD', prefix .. 'circles:list'))
end
