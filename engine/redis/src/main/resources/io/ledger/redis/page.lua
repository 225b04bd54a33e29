-- ARGV: how the keys of the documents begin, the place in the list to start after, how many. Answers the live generation,
-- the checkpoint, how many entries the list has, then per entry of the list its id, its place and its document. Which documents they are, only the list
-- says; their keys have the hash tag of those that are named.
local answer = {live(), checkpoint(), tostring(redis.call('ZCARD', KEYS[3]))}
local listed = redis.call(
  'ZRANGE', KEYS[3], '(' .. ARGV[2], '+inf', 'BYSCORE', 'LIMIT', 0, ARGV[3], 'WITHSCORES')
local keys = {}
for i = 1, #listed, 2 do
  keys[#keys + 1] = ARGV[1] .. listed[i]
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
