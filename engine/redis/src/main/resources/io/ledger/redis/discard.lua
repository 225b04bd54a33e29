-- KEYS: what names the live generation, the claim, what names the previous generation; then checkpoint, list, parked ones
-- and those ahead of the first generation.
-- ARGV: the claim, where to go on, how many keys to look at, how the keys of the documents of the first generation begin,
-- and all keys of the others, before their number.
-- Removes some of the keys of generations that are neither live nor the previous one, and answers where to go on: "0" at
-- the end, "" when the claim was lost.
if redis.pcall('GET', KEYS[2]) ~= ARGV[1] then
  return ''
end
local kept = {[live()] = true, [number_in(KEYS[3]) or ''] = true}
if not kept['1'] then
  redis.call('UNLINK', KEYS[4], KEYS[5], KEYS[6], KEYS[7])
end
local first, others = ARGV[4], ARGV[5]
local page = redis.call('SCAN', ARGV[2], 'COUNT', ARGV[3])
for _, key in ipairs(page[2]) do
  local generation
  if string.sub(key, 1, #others) == others then
    generation = string.match(key, '^(%d+):', #others + 1)
  elseif string.sub(key, 1, #first) == first then
    generation = '1'
  end
  if generation and not kept[generation] then
    redis.call('UNLINK', key)
  end
end
return page[1]
