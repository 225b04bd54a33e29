-- ARGV: the generation that has to be live, or "" when it need not; the checkpoint that was found, "" for none. Takes away
-- what makes the documents count.
if ARGV[1] ~= '' and live() ~= ARGV[1] or checkpoint() ~= ARGV[2] then
  return 0
end
redis.call('UNLINK', KEYS[2], KEYS[3], KEYS[4], KEYS[5])
return 1
