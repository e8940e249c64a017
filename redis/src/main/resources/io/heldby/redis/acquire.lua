-- Grants a key, or says who has it; a refusal writes nothing.
--
-- A batch comes in two steps: 'prepare' writes only that it is coming, which keeps others out for seconds and ends
-- nobody; 'confirm' grants. So nothing has happened yet when another key of the batch is refused.
--
-- KEYS  1 lock, 2 state, 3 former; where all keys are in one place also 4 owner, 5 due
-- ARGV  1 a list of one grant up to its name and 2 the rest of it behind what the server adds, packed; 3, 4 and 5 what
--       everybody may read, before, between and behind time and fence; 6 first lease, 7 maximum hold (both µs), 8 first
--       lease, 9 maximum hold and remember (both ms), 10 a day, likely today, and 11 when it began (µs), 12 lock id,
--       13 step: 'now', 'prepare' or 'confirm', 14 the rest: whether to continue here (1 or 0), remember (ms), how long a
--       batch may be coming (µs); 15 user, display name, nobody and reason, as LockNews reads them, 16 channel
-- answers  only now, when it was granted with that fence  |  'granted', now, fence  |  'reentered', now, grant  |
--       'prepared', now  |  'held', …, see held
--
-- This part is for a key that is free, or that somebody else has alone, which are the usual cases and should cost the
-- least; acquire_held.lua goes on.

local OWNER_KEPT = '2678400000' -- 31 days, longer than the longest hold; a text, because numbers would be made one.
local NOBODY = 144 -- An empty list, in MessagePack.
local HEAD = 4 -- Bytes in front of the token hash, the first place.
local ID, USER, EXPIRES, MODE, REASON = 2, 3, 5, 11, 14 -- Places in a grant, see grants.lua.

local packed = redis.call('GET', KEYS[2])
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

local max = now + ARGV[7]
local expires = math.min(now + ARGV[6], max)

local function add_to_lists()
  local entry = ARGV[12] .. ' ' .. KEYS[1]
  redis.call('SADD', KEYS[4], entry)
  redis.call('PEXPIRE', KEYS[4], OWNER_KEPT)
  redis.call('ZADD', KEYS[5], expires, entry)
end

local from, fence, coming, released = 0, 0, {}, ''
if packed then
  from, fence, coming, released = cmsgpack.unpack_limit(packed, 3)
end
if not packed or (#coming == 0 and string.byte(packed, from + 1) == NOBODY) then
  if fence < now and ARGV[13] == 'now' then
    -- The same as keep in grants.lua would write.
    local of_day = now - ARGV[11]
    local acquired = of_day >= 0 and of_day < DAY and ARGV[10] .. time_of_day(of_day) or iso8601(now)
    redis.call('SET', KEYS[2], cmsgpack.pack(now, {}, released)
      .. ARGV[1] .. cmsgpack.pack(expires, now, now, now, max, 1) .. ARGV[2], 'PX', ARGV[9])
    local at = string.format('%d', now)
    redis.call('SET', KEYS[1], ARGV[3] .. acquired .. ARGV[4] .. at .. ARGV[5], 'PX', ARGV[8])
    if KEYS[4] then
      add_to_lists()
    end
    redis.pcall('PUBLISH', ARGV[16], 'ACQUIRED\t' .. KEYS[1] .. '\t' .. ARGV[12] .. '\t' .. at .. '\t' .. at .. '\t' .. ARGV[15])
    return now
  end
elseif #coming == 0 then
  local _, grants = cmsgpack.unpack_limit(packed, 1, from)
  local only = grants[1]
  local _, _, _, user = cmsgpack.unpack_limit(ARGV[1], USER, HEAD)
  if #grants == 1 and only[MODE] == 'EXCLUSIVE' and now < only[EXPIRES] and only[USER] ~= user then
    return {'held', now, 0, {{unpack(only, ID, REASON)}}, 0}
  end
end

