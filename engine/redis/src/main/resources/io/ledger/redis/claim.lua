-- KEYS: what names the live generation, the claim, what names the previous generation, what names the newest one.
-- ARGV: "take", "renew" or "release", the claim, for how many milliseconds.
-- Answers 1 when it is held; after "take" also the number of a generation that never was, and of the previous one or 0.
local held = redis.call('GET', KEYS[2])
if held and held ~= ARGV[2] or not held and ARGV[1] ~= 'take' then
  return {0}
end
if ARGV[1] == 'release' then
  redis.call('DEL', KEYS[2])
  return {1}
end
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
if ARGV[1] == 'renew' then
  return {1}
end
local present, previous = tonumber(live()), tonumber(number_in(KEYS[3]) or 0)
local newest = math.max(present, previous, tonumber(number_in(KEYS[4]) or 0)) + 1
redis.call('SET', KEYS[4], string.format('%.0f', newest))
return {1, newest, previous == present and 0 or previous}
