package main

import (
	"context"
	"fmt"
	"os"

	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	argosettings "github.com/argoproj/argo-cd/v3/util/settings"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes/fake"
	"sigs.k8s.io/yaml"
)

// settings are what Argo CD reads from its ConfigMap.
type settings struct {
	overrides map[string]v1alpha1.ResourceOverride
	filter    *argosettings.ResourcesFilter
	tracking  string
	labelKey  string
}

// readSettings lets Argo CD's settings manager read the ConfigMap in a cluster that has nothing else.
func readSettings(file string) (settings, error) {
	configMap := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{
		Name: "argocd-cm", Namespace: "argocd", Labels: map[string]string{"app.kubernetes.io/part-of": "argocd"},
	}}
	if file != "" {
		text, err := os.ReadFile(file)
		if err != nil {
			return settings{}, err
		}
		configMap = &corev1.ConfigMap{}
		if err := yaml.UnmarshalStrict(text, configMap); err != nil {
			return settings{}, err
		}
	}
	secret := &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Name: "argocd-secret", Namespace: "argocd"}}
	manager := argosettings.NewSettingsManager(context.Background(), fake.NewClientset(configMap, secret), "argocd")
	overrides, err := manager.GetResourceOverrides()
	if err != nil {
		return settings{}, fmt.Errorf("Argo CD cannot read %s: %w", file, err)
	}
	filter, err := manager.GetResourcesFilter()
	if err != nil {
		return settings{}, fmt.Errorf("Argo CD cannot read %s: %w", file, err)
	}
	tracking, err := manager.GetTrackingMethod()
	if err != nil {
		return settings{}, err
	}
	labelKey, err := manager.GetAppInstanceLabelKey()
	return settings{overrides, filter, tracking, labelKey}, err
}
