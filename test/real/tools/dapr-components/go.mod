module planesmith/test/real/tools/dapr-components

go 1.26.1

require github.com/dapr/components-contrib v1.18.4
