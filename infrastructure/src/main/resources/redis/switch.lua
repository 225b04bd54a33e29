-- ARGV: the claim, the new generation, the numbers of the database to make live, of the live one, and
-- of the two beside it, the last of which the live one becomes. What is in them is not touched, so it
-- takes no longer for many circles than for one.
local claim, generation, from, live = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local rebuilt, previous = ARGV[5], ARGV[6]
if redis.pcall('GET', 'circles:generation') == generation then
  -- It was sent again because its answer was lost.
  return 'DONE'
end
if redis.pcall('GET', 'circles:claim') ~= claim then
  return 'CLAIM_LOST'
end
if not is_ours(rebuilt, live) or not is_ours(previous, live) then
  return 'TAKEN'
end
local millis = redis.call('PTTL', 'circles:claim')
local covered = checkpoint()
redis.call('SELECT', from)
local wanted = checkpoint()
redis.call('SELECT', live)
if wanted == '' then
  return 'UNUSABLE'
end
local function position(place)
  return tonumber(string.match(place, '^%d+'))
end
if covered ~= '' and position(wanted) < position(covered) then
  return 'BEHIND'
end

redis.call('SWAPDB', live, from)
if from == rebuilt then
  redis.call('SWAPDB', rebuilt, previous)
end
for _, database in ipairs({rebuilt, previous}) do
  redis.call('SELECT', database)
  redis.call('SET', 'circles:beside', live)
  redis.call('UNLINK', 'circles:claim')
end
redis.call('SELECT', live)
redis.call('UNLINK', 'circles:beside')
redis.call('SET', 'circles:claim', claim, 'PX', math.max(1, millis))
redis.call('SET', 'circles:generation', generation)
return 'DONE'
