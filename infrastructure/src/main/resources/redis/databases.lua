-- Besides the live read model, others lie in databases of their own. Each of those has the key
-- circles:beside with the number of the live one, which it belongs to. The names of other keys say
-- nothing: another ledger may be at home there.
local function is_ours(database, live)
  redis.call('SELECT', database)
  local ours = redis.call('DBSIZE') == 0 or redis.pcall('GET', 'circles:beside') == live
  redis.call('SELECT', live)
  return ours
end
