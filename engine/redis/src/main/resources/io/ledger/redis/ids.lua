-- KEYS: what names the live generation, for its hash tag. ARGV: where to go on, how many keys to look at, how the keys of
-- the documents begin. Answers where to go on, and the ids of some documents.
local answer = {'0'}
local page = redis.call('SCAN', ARGV[1], 'MATCH', ARGV[3] .. '*', 'COUNT', ARGV[2])
answer[1] = page[1]
for _, key in ipairs(page[2]) do
  answer[#answer + 1] = string.sub(key, #ARGV[3] + 1)
end
return answer
