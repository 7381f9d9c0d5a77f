cat << EOF | kubectl apply -f -
apiVersion: harvesterhci.io/v1beta1
kind: Setting
metadata:
  name: containerd-registry
value: '{"Mirrors":{"$HAULER_IP:5000":{"Endpoints":["$HAULER_IP"],"Rewrites":null}},"Configs":{"$HAULER_IP:5000":{"Auth":null,"TLS":{"CAFile":"","CertFile":"","KeyFile":"","InsecureSkipVerify":true}}},"Auths":null}'
EOF
kubectl apply -f - <<EOF
apiVersion: harvesterhci.io/v1beta1
kind: Setting
metadata:
  name: containerd-registry
value: '${VALUE}'
EOF
