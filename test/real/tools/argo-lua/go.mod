module planesmith/test/real/tools/argo-lua

go 1.26.3

tool planesmith/test/real/tools/argo-lua

require (
	github.com/argoproj/argo-cd/v3 v3.5.1
	github.com/yuin/gopher-lua v1.1.2
	layeh.com/gopher-json v0.0.0-20190114024228-97fed8db8427
)
