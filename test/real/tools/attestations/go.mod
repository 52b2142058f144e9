module planesmith/test/real/tools/attestations

go 1.26.0

tool planesmith/test/real/tools/attestations

require (
	github.com/CycloneDX/cyclonedx-go v0.9.3
	github.com/in-toto/attestation v1.2.0
	google.golang.org/protobuf v1.36.11
)
