-- Goes on where release.lua leaves off: others share the key, the page was reloaded, or the grant is not the claimed one.

local state = load(packed, now)
local grant, place = proven(state.grants, ARGV[1], ARGV[3], ARGV[2])
if not grant or not revivable(grant, now) then
  return {0}
end

table.remove(state.grants, place)
tell(state, grant, 'RELEASED', grant[NAME], now, false)
keep(state, now, ARGV[4])
remove_from_index()
return {1}
