-- ARGV: "take", "renew" or "release", the claim, for how many milliseconds.
local held = redis.call('GET', 'circles:claim')
if held and held ~= ARGV[2] or not held and ARGV[1] ~= 'take' then
  return 0
end
if ARGV[1] == 'release' then
  redis.call('DEL', 'circles:claim')
else
  redis.call('SET', 'circles:claim', ARGV[2], 'PX', ARGV[3])
end
return 1
