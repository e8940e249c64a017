-- Upgrades or downgrades a grant for whoever proves it. Asking for the mode that it has is a heartbeat.
--
-- KEYS  1 lock, 2 state, 3 former
-- ARGV  1 lock id, 2 token hash, 3 user, 4 remember (ms), 5 mode, 6 channel
-- answers  'changed', now, grant  |  'held', …, see held  |  'lost', now, {cause, by, at, reason}

local state = load(redis.call('GET', KEYS[2]), now)
local grant = proven(state.grants, ARGV[1], ARGV[3], ARGV[2])
if not grant then
  return {'lost', now, told(state, ARGV[1], ARGV[3], ARGV[2])}
end
if not revivable(grant, now) or (grant[RENEWAL] == 'FIXED' and not active(grant, now)) then
  return {'lost', now, {'EXPIRED', false, grant[EXPIRES], false}}
end
if not active(grant, now) and #state.coming > 0 then
  return held({in_the_way = state.coming, all_mine = false}, now)
end

if ARGV[5] == 'EXCLUSIVE' and grant[MODE] == 'SHARED' then
  local decision = upgrade(grant, state, now)
  if #decision.in_the_way > 0 then
    return held(decision, now)
  end
  state.fence = next_fence(state, now)
  if state.fence > GREATEST_FENCE then
    return redis.error_reply('FENCE the fences of ' .. KEYS[1] .. ' are used up')
  end
  grant[FENCE] = state.fence
  end_all(state, decision.endings)
end
if grant[MODE] ~= ARGV[5] then
  grant[MODE] = ARGV[5]
  note(state, grant[MODE] == 'EXCLUSIVE' and 'UPGRADED' or 'DOWNGRADED', grant, false, now, false)
end
heartbeat(grant, now)
keep(state, now, ARGV[4])
return {'changed', now, view(grant)}
