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

local function set_checkpoint(place)
  redis.call('SET', 'circles:checkpoint', place .. ' ' .. redis.call('ZCARD', 'circles:list'))
end
