-- Ends a grant for whoever proves it.
--
-- KEYS  1 lock, 2 state, 3 former; where all keys are in one place also 4 owner, 5 due
-- ARGV  1 lock id, 2 token hash, 3 user, 4 remember (ms)
-- answers  1 when it was ended, 0 when there was nothing to end
--
-- This part is for a grant that nobody shares and whose first token is the only one, which is the usual case and should
-- cost the least; release_shared.lua goes on. What is known then lives as long as before, which is long enough: it was to
-- outlive the grant.

-- Places in a grant, see grants.lua.
local TOKENS, ID, USER, NAME, EXPIRES = 1, 8, 10, 12, 18

local function remove_from_index()
  if KEYS[4] then
    local entry = ARGV[1] .. ' ' .. KEYS[1]
    redis.call('SREM', KEYS[4], entry)
    redis.call('ZREM', KEYS[5], entry)
  end
end

local packed = redis.call('GET', KEYS[2])
if not packed then
  return {0}
end
local grants, coming, fence = cmsgpack.unpack(packed)
local only = grants[1]
if #grants == 1 and #coming == 0 and now < only[EXPIRES]
    and only[ID] == ARGV[1]
    and only[USER] == ARGV[3]
    and only[TOKENS] == ARGV[2] then
  redis.call('SET', KEYS[2], cmsgpack.pack({}, {}, fence), 'KEEPTTL')
  redis.call('DEL', KEYS[1])
  note_ended(ended(only, 'RELEASED', only[NAME], now, false), ARGV[4])
  remove_from_index()
  return {1}
end

