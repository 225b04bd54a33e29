-- ARGV: the checkpoint that was found, "" for none. Takes away what makes the documents count.
if checkpoint_of_generation() ~= ARGV[1] then
  return 0
end
redis.call('UNLINK', 'circles:checkpoint', 'circles:list', 'circles:parked')
return 1
