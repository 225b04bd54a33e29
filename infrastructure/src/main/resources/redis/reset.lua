-- ARGV: the checkpoint that was found, "" for none, and the one to set.
if checkpoint_of_generation() ~= ARGV[1] then
  return 0
end
local cursor = '0'
repeat
  local page = redis.call('SCAN', cursor, 'MATCH', prefix .. 'circle:*', 'COUNT', 1000)
  cursor = page[1]
  for _, key in ipairs(page[2]) do
    redis.call('UNLINK', key)
  end
until cursor == '0'
redis.call('UNLINK', prefix .. 'circles:list', prefix .. 'circles:parked')
set_checkpoint(ARGV[2])
return 1
