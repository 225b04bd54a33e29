-- ARGV: the number of the live database, and those of the two beside it.
-- Makes sure that the two can be used and are nobody else's, and marks them. Changes nothing if they
-- are not, and answers what is wrong: a word, a number of a database, what Redis said.
local live = ARGV[1]
if redis.call('EXISTS', 'circles:beside') == 1 then
  return {'BESIDE', live, tostring(redis.pcall('GET', 'circles:beside'))}
end
for i = 2, 3 do
  local selected = redis.pcall('SELECT', ARGV[i])
  if selected.err then
    return {'UNREACHABLE', ARGV[i], selected.err}
  end
  redis.call('SELECT', live)
end
-- A database that changes places with itself stays where it is.
local swapped = redis.pcall('SWAPDB', live, live)
if swapped.err then
  return {'FIXED', live, swapped.err}
end
for i = 2, 3 do
  if not is_ours(ARGV[i], live) then
    return {'TAKEN', ARGV[i], ''}
  end
end
for i = 2, 3 do
  redis.call('SELECT', ARGV[i])
  redis.call('SET', 'circles:beside', live)
end
return {'OURS', live, ''}
