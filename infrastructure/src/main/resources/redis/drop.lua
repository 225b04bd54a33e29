-- ARGV: the claim, the number of a database that is not live, where to go on, how many keys to look at.
-- Removes some of the keys that are ours, and answers where to go on: "0" at the end, "" when the
-- claim was lost. The checkpoint goes first, so that a drop cut short leaves nothing that counts.
if redis.pcall('GET', 'circles:claim') ~= ARGV[1] then
  return ''
end
redis.call('SELECT', ARGV[2])
redis.call('UNLINK', 'circles:checkpoint')
local page = redis.call('SCAN', ARGV[3], 'MATCH', 'circle*', 'COUNT', ARGV[4])
for _, key in ipairs(page[2]) do
  if string.match(key, '^circles?:') and key ~= 'circles:beside' then
    redis.call('UNLINK', key)
  end
end
return page[1]
