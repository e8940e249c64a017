-- Grants a key, or says who has it; a refusal writes nothing.
--
-- A batch comes in two steps: 'prepare' writes only that it is coming, which keeps others out for seconds and ends
-- nobody; 'confirm' grants. So nothing has happened yet when another key of the batch is refused.
--
-- KEYS  1 lock, 2 state, 3 former; where all keys are in one place also 4 owner, 5 due
-- ARGV  1 lock id, 2 user, 3 name, 4 mode, 5 reason ('' for none, else with a colon in front), 6 first lease, 7 maximum
--       hold (both µs), 8 first lease, 9 maximum hold and remember (both ms), 10 step: 'now', 'prepare' or 'confirm',
--       11 the rest: whether to continue here (1 or 0), remember (ms), how long a batch may be coming (µs), 12 the first
--       places of the grant, packed
-- answers  'granted', now, fence  |  'reentered', now, grant  |  'prepared', now  |  'held', …, see held
--
-- This part is for a key that is free, which is the usual case and should cost the least; acquire_held.lua goes on.

local OWNER_KEPT = '2678400000' -- 31 days, longer than the longest hold; a text, because numbers would be made one.
local ONE = '\145' -- In MessagePack.

local packed = redis.call('GET', KEYS[2])
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

local max = now + ARGV[7]
local expires = math.min(now + ARGV[6], max)

local function add_to_lists()
  local entry = ARGV[1] .. ' ' .. KEYS[1]
  redis.call('SADD', KEYS[4], entry)
  redis.call('PEXPIRE', KEYS[4], OWNER_KEPT)
  redis.call('ZADD', KEYS[5], expires, entry)
end

local grants, coming, fence = {}, {}, 0
if packed then
  grants, coming, fence = cmsgpack.unpack(packed)
end
if #grants == 0 and #coming == 0 and fence < now and ARGV[10] == 'now' then
  -- The same as keep in grants.lua would write, with fewer commands; ONE is a list of one.
  local state = ONE .. ARGV[12] .. cmsgpack.pack(now, now, now, expires, max, 1, {}, now)
  local holder = shown(ARGV[1], ARGV[4], ARGV[2], ARGV[3], ARGV[5] ~= '' and string.sub(ARGV[5], 2), now, now, 1)
  redis.call('MSET', KEYS[2], state, KEYS[1], holder)
  redis.call('PEXPIRE', KEYS[2], ARGV[9])
  redis.call('PEXPIRE', KEYS[1], ARGV[8])
  if KEYS[4] then
    add_to_lists()
  end
  return {'granted', now, now}
end

