// Command trivy reads SBOMs by the code with which the scanner Trivy reads them, up to the packages whose vulnerabilities it looks up. Its
// arguments are files. Each line of its output is a JSON object: the file, and what Trivy found or why it cannot read it.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/aquasecurity/trivy/pkg/sbom/core"
	"github.com/aquasecurity/trivy/pkg/sbom/cyclonedx"
	sbomio "github.com/aquasecurity/trivy/pkg/sbom/io"

	ftypes "github.com/aquasecurity/trivy/pkg/fanal/types"
	"github.com/aquasecurity/trivy/pkg/types"
)

type answer struct {
	File    string `json:"file"`
	Problem string `json:"problem,omitempty"`
	// What the SBOM lists, by its references.
	Components map[string]component `json:"components,omitempty"`
	// What Trivy looks up, by the references of the SBOM.
	Packages map[string]scanned `json:"packages,omitempty"`
	// The operating system by which it chooses what it knows of Debian packages.
	System string `json:"system,omitempty"`
}

type component struct {
	Name     string   `json:"name"`
	Version  string   `json:"version"`
	PURL     string   `json:"purl"`
	Licences []string `json:"licences"`
	Digests  []string `json:"digests"`
}

type scanned struct {
	// The database of advisories, such as node-pkg.
	Type    string `json:"type"`
	Name    string `json:"name"`
	Version string `json:"version"`
	// The source package; language packages have none.
	Source        string `json:"source,omitempty"`
	SourceVersion string `json:"sourceVersion,omitempty"`
}

func main() {
	out := json.NewEncoder(os.Stdout)
	for _, file := range os.Args[1:] {
		a, err := read(file)
		if err != nil {
			a = answer{Problem: err.Error()}
		}
		a.File = file
		if err := out.Encode(a); err != nil {
			panic(err)
		}
	}
}

func read(file string) (answer, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return answer{}, err
	}
	var bom cyclonedx.BOM
	if err := json.Unmarshal(content, &bom); err != nil {
		return answer{}, err
	}
	var sbom types.SBOM
	if err := sbomio.NewDecoder(bom.BOM).Decode(context.Background(), &sbom); err != nil {
		return answer{}, err
	}
	a := answer{Components: map[string]component{}, Packages: map[string]scanned{}}
	for _, c := range bom.Components() {
		a.Components[c.PkgIdentifier.BOMRef] = componentOf(c)
	}
	for _, group := range sbom.Packages {
		a.add("os", group.Packages)
	}
	for _, application := range sbom.Applications {
		a.add(string(application.Type), application.Packages)
	}
	if system := sbom.Metadata.OS; system != nil {
		a.System = fmt.Sprintf("%s %s", system.Family, system.Name)
	}
	return a, nil
}

func componentOf(c *core.Component) component {
	found := component{Name: c.Name, Version: c.Version, Licences: c.Licenses}
	if c.PkgIdentifier.PURL != nil {
		found.PURL = c.PkgIdentifier.PURL.String()
	}
	for _, file := range c.Files {
		for _, digest := range file.Digests {
			found.Digests = append(found.Digests, string(digest))
		}
	}
	return found
}

func (a answer) add(kind string, packages ftypes.Packages) {
	for _, p := range packages {
		found := scanned{Type: kind, Name: p.Name, Version: p.Version, Source: p.SrcName, SourceVersion: p.SrcVersion}
		a.Packages[p.Identifier.BOMRef] = found
	}
}
