-- Answers the checkpoint, how many circles are listed, and how many keys hold none of the names below, which are documents.
local listed = redis.pcall('ZCARD', 'circles:list')
local others = redis.call(
  'EXISTS', 'circles:list', 'circles:parked', 'circles:checkpoint', 'circles:generation', 'circles:claim', 'circles:beside')
return {checkpoint_of_generation(), type(listed) == 'number' and listed or 0, redis.call('DBSIZE') - others}
