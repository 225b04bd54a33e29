-- ARGV: the claim, the space to make live ("rebuild:" or "previous:"), the new generation.
-- The live read model becomes the previous one. All of it is one step.
if redis.call('GET', 'rebuild:claim') ~= ARGV[1] then
  return 'CLAIM_LOST'
end
local from = ARGV[2]
local wanted, live = checkpoint_in(from), checkpoint_in('')
if wanted == '' then
  return 'UNUSABLE'
end
local function position(place)
  return tonumber(string.match(place, '^%d+'))
end
if live ~= '' and position(wanted) < position(live) then
  return 'BEHIND'
end

-- Found in one walk through the keys, before the first of them gets another name.
local documents = {[''] = {}, ['rebuild:'] = {}, ['previous:'] = {}}
for _, key in ipairs(redis.call('KEYS', '*circle:*')) do
  for space, ids in pairs(documents) do
    local start = space .. 'circle:'
    if string.sub(key, 1, #start) == start then
      ids[#ids + 1] = string.sub(key, #start + 1)
    end
  end
end

local function move(source, target)
  for _, id in ipairs(documents[source]) do
    redis.call('RENAME', source .. 'circle:' .. id, target .. 'circle:' .. id)
  end
  documents[target], documents[source] = documents[source], {}
  for _, key in ipairs({'circles:list', 'circles:parked', 'circles:checkpoint'}) do
    if redis.call('EXISTS', source .. key) == 1 then
      redis.call('RENAME', source .. key, target .. key)
    else
      redis.call('UNLINK', target .. key)
    end
  end
end

local function drop(space)
  for _, id in ipairs(documents[space]) do
    redis.call('UNLINK', space .. 'circle:' .. id)
  end
  documents[space] = {}
end

if from == 'previous:' then
  drop('rebuild:')
  move('', 'rebuild:')
  move('previous:', '')
  move('rebuild:', 'previous:')
else
  drop('previous:')
  move('', 'previous:')
  move(from, '')
end
redis.call('SET', 'circles:generation', ARGV[3])
return 'DONE'
