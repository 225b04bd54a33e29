-- ARGV: the place in the list to start after, how many. Answers the checkpoint, then per circle its
-- id, its place in the list and its document.
local answer = {checkpoint()}
local listed = redis.call(
  'ZRANGE', 'circles:list', '(' .. ARGV[1], '+inf', 'BYSCORE', 'LIMIT', 0, ARGV[2], 'WITHSCORES')
local keys = {}
for i = 1, #listed, 2 do
  keys[#keys + 1] = 'circle:' .. listed[i]
end
if #keys > 0 then
  local documents = redis.call('MGET', unpack(keys))
  for i = 1, #keys do
    answer[#answer + 1] = listed[2 * i - 1]
    answer[#answer + 1] = listed[2 * i]
    answer[#answer + 1] = documents[i]
  end
end
return answer
