function on
  set -gx http_proxy p
end
set -e http_proxy
if true
  set -x https_proxy "q$P"
end
