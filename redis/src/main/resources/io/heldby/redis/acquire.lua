-- Grants a key, or says who has it; a refusal writes nothing.
--
-- A batch comes in two steps: 'prepare' writes only that it is coming, which keeps others out for seconds and ends
-- nobody; 'confirm' grants. So nothing has happened yet when another key of the batch is refused.
--
-- KEYS  1 lock, 2 state; where all keys are in one place also 3 lock id, 4 owner, 5 due
-- ARGV  1 lock id, 2 token hash, 3 user, 4 session, 5 name, 6 kind of actor, 7 mode, 8 reason, 9 once id (each '' for
--       none, else with a colon in front), 10 lease, 11 renewal, 12 expiry, 13 first lease, 14 maximum hold (all µs),
--       15 first lease, 16 maximum hold and remember (both ms), 17 continue here, 18 remember (ms), 19 step: 'now',
--       'prepare' or 'confirm', 20 how long a batch may be coming (µs)
-- answers  'granted', now, fence  |  'reentered', now, grant  |  'prepared', now  |  'held', …, see held
--
-- This part is for a key that is free, which is the usual case and should cost the least; acquire_held.lua goes on.

local OWNER_KEPT = '2678400000' -- 31 days, longer than the longest hold; a text, because numbers would be made one.

local packed = redis.call('GET', KEYS[2])
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

local function optional(text)
  return text ~= '' and string.sub(text, 2)
end

local function new_grant(fence)
  local max = now + ARGV[14]
  return {
    ARGV[1], ARGV[7], ARGV[3], ARGV[4], ARGV[5], ARGV[6], optional(ARGV[8]), fence, now, now,
    math.min(now + ARGV[13], max), max, 1, ARGV[2], tonumber(ARGV[10]), ARGV[11], ARGV[12], false, optional(ARGV[9]),
    false
  }
end

local function add_to_index(expires)
  if KEYS[3] then
    local entry = ARGV[1] .. ' ' .. KEYS[1]
    redis.call('SET', KEYS[3], KEYS[1], 'PX', ARGV[16])
    redis.call('SADD', KEYS[4], entry)
    redis.call('PEXPIRE', KEYS[4], OWNER_KEPT)
    redis.call('ZADD', KEYS[5], string.format('%d', expires), entry)
  end
end

local fence, grants, coming, former = 0, {}, {}, ''
if packed then
  fence, grants, coming, former = cmsgpack.unpack(packed)
end
if #grants == 0 and #coming == 0 and fence < now and ARGV[19] == 'now' then
  local grant = new_grant(now)
  redis.call('SET', KEYS[2], cmsgpack.pack(now, {grant}, {}, former), 'PX', ARGV[16])
  redis.call('SET', KEYS[1], shown(ARGV[1], ARGV[7], ARGV[3], ARGV[5], grant[7], now, now, 1), 'PX', ARGV[15])
  add_to_index(grant[11])
  return {'granted', now, now}
end

