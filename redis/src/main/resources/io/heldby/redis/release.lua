-- Ends a grant for whoever proves it.
--
-- KEYS  1 lock, 2 state, 3 former; where all keys are in one place also 4 owner, 5 due
-- ARGV  1 a list of one grant up to its user, packed: token hash, lock id, user; 2 lock id, 3 remember (ms), 4 user, 5 channel
-- answers  1 when it was ended, 0 when there was nothing to end
--
-- This part is for a grant that nobody shares and whose first token is the only one, which is the usual case and should
-- cost the least; release_shared.lua goes on. What is known then lives as long as before, which is long enough: it was to
-- outlive the grant.

local HEAD = 4 -- Bytes in front of the token hash.
local OF_FIVE = '\149' -- Begins a list of five, in MessagePack.

local function remove_from_lists()
  if KEYS[4] then
    local entry = ARGV[2] .. ' ' .. KEYS[1]
    redis.call('SREM', KEYS[4], entry)
    redis.call('ZREM', KEYS[5], entry)
  end
end

local packed = redis.call('GET', KEYS[2])
if not packed then
  return 0
end
local from, fence, coming, released = cmsgpack.unpack_limit(packed, 3)
local to = from + #ARGV[1]
if #coming == 0 and string.sub(packed, from + 1, to) == ARGV[1] then
  local _, name, expires, own_fence = cmsgpack.unpack_limit(packed, 3, to)
  if now < expires then
    local over = OF_FIVE .. string.sub(ARGV[1], HEAD + 1) .. cmsgpack.pack(name, now)
    redis.call('SET', KEYS[2], cmsgpack.pack(fence, {}, with_released(released, over), {}), 'KEEPTTL')
    redis.call('DEL', KEYS[1])
    remove_from_lists()
    redis.pcall('PUBLISH', ARGV[5], string.format('RELEASED\t%s\t%s\t%d\t%d\t%s\t%s\t%s\t',
      KEYS[1], ARGV[2], own_fence, now, ARGV[4], name, name))
    return 1
  end
end

