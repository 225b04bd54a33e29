-- KEYS: what names the live generation, the claim, what names the previous generation; then checkpoint and list of the one
-- to make live and of the one that is.
-- ARGV: the claim, the generation to make live, the live one.
-- Answers what became of it, and a generation: the live one when it is another, else the previous one. Only the pointer
-- changes, so it takes no longer for many documents than for one.
local wanted = ARGV[2]
local present = live()
if present == wanted then
  -- It was sent again because its answer was lost.
  return {'DONE', number_in(KEYS[3]) or '0'}
end
if redis.pcall('GET', KEYS[2]) ~= ARGV[1] then
  return {'CLAIM_LOST', present}
end
if present ~= ARGV[3] then
  return {'OTHER', present}
end
local covered, offered = checkpoint_in(KEYS[6], KEYS[7]), checkpoint_in(KEYS[4], KEYS[5])
if offered == '' then
  return {'UNUSABLE', present}
end
local function position(place)
  return tonumber(string.match(place, '^%d+'))
end
if covered ~= '' and position(offered) < position(covered) then
  return {'BEHIND', present}
end
redis.call('MSET', KEYS[1], wanted, KEYS[3], present)
return {'DONE', present}
