-- Goes on where release.lua leaves off: others share the key, the page was reloaded, or the grant is not the claimed one.

local hash, id, user = cmsgpack.unpack(string.sub(ARGV[1], HEAD + 1))
local state = load(packed, now)
local grant, place = proven(state.grants, id, user, hash)
if not grant or not revivable(grant, now) then
  return 0
end

table.remove(state.grants, place)
tell(state, grant, 'RELEASED', grant[NAME], now, false)
keep(state, now, ARGV[3])
remove_from_lists()
return 1
