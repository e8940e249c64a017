-- Goes on where acquire.lua leaves off: somebody holds the key or has held it, or a batch is asking.

local state = load(packed, now)
local continues, remember, batch_time = string.match(ARGV[14], '(%d) (%d+) (%d+)')
local continue_here = continues == '1'

local function new_grant(fence)
  return cmsgpack.unpack(ARGV[1] .. cmsgpack.pack(expires, fence, now, now, max, 1) .. ARGV[2])[1]
end

local asking = new_grant(0)
local id, user, name, mode = asking[ID], asking[USER], asking[NAME], asking[MODE]
local hash, session, once = asking[TOKENS], asking[SESSION], asking[ONCE]
local first_end = now + ARGV[6]

local function reenter(grant)
  grant[BEAT] = (page(grant[BEAT]) + 1) * PAGE
  grant[RENEWED] = now
  grant[LOGGED] = false
  grant[TOKENS] = string.sub(grant[TOKENS] .. hash, -MAX_TOKENS * HASH)
  if grant[RENEWAL] ~= 'FIXED' then
    grant[EXPIRES] = math.max(grant[EXPIRES], math.min(first_end, grant[MAX]))
  end
end

-- A fixed lease does not come back by asking again; nobody is handed a lease that is over already.
local function comes_back(grant)
  return active(grant, now) or (grant[RENEWAL] ~= 'FIXED' and now < math.min(first_end, grant[MAX]))
end

local function asked()
  local in_the_way, endings, all_mine = {}, {}, true
  for _, grant in ipairs(state.grants) do
    local excluded = excludes(mode, grant[MODE])
    local mine = grant[USER] == user and not grant[ONCE]
    local continued = mine and continue_here
    if active(grant, now) and excluded and not continued then
      table.insert(in_the_way, grant)
      all_mine = all_mine and mine
    end
    local own_and_over = grant[USER] == user and grant[SESSION] == session
    if excluded or continued or own_and_over or not revivable(grant, now) then
      table.insert(endings, ending(grant, user, name, now))
    end
  end
  for _, batch in ipairs(state.coming) do
    if excludes(mode, batch[MODE]) then
      table.insert(in_the_way, batch)
      all_mine = false
    end
  end
  return {in_the_way = in_the_way, all_mine = all_mine, endings = endings}
end

local function decide()
  for _, own in ipairs(state.grants) do
    if own[USER] == user and own[SESSION] == session and revivable(own, now) then
      if own[ONCE] ~= once then
        if active(own, now) then
          return {in_the_way = {own}, all_mine = false}
        end
        return asked()
      end
      if comes_back(own) then
        if not active(own, now) and #state.coming > 0 then
          return {in_the_way = state.coming, all_mine = false}
        end
        if mode == 'EXCLUSIVE' and own[MODE] == 'SHARED' then
          return upgrade(own, state, now)
        end
        return {in_the_way = {}, endings = {}, reentered = own}
      end
    end
  end
  return asked()
end

if ARGV[13] == 'confirm' then
  for place, batch in ipairs(state.coming) do
    if batch[ID] == id then
      table.remove(state.coming, place)
      break
    end
  end
end

local decision = decide()
if #decision.in_the_way > 0 then
  return held(decision, now)
end

if ARGV[13] == 'prepare' then
  local batch = new_grant(now)
  batch[EXPIRES] = now + batch_time
  batch[COMING] = true
  table.insert(state.coming, batch)
  keep(state, now, remember)
  return {'prepared', now}
end

local grant = decision.reentered
if not grant then
  state.fence = next_fence(state, now)
  if state.fence > GREATEST_FENCE then
    return redis.error_reply('FENCE the fences of ' .. KEYS[1] .. ' are used up')
  end
  end_all(state, decision.endings)
  grant = decision.upgraded
  if not grant then
    grant = new_grant(state.fence)
    table.insert(state.grants, grant)
    note(state, 'ACQUIRED', grant, false, now, grant[REASON])
    keep(state, now, remember)
    if KEYS[4] then
      add_to_lists()
    end
    return {'granted', now, state.fence}
  end
  grant[MODE] = 'EXCLUSIVE'
  grant[FENCE] = state.fence
  note(state, 'UPGRADED', grant, false, now, false)
end
reenter(grant)
keep(state, now, remember)
return {'reentered', now, view(grant)}
