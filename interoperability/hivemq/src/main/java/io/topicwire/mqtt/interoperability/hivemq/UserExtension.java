package io.topicwire.mqtt.interoperability.hivemq;

import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;

/**
 * Makes HiveMQ know one user.
 */
class UserExtension implements ExtensionMain {

	private final String username;

	private final String password;

	UserExtension(String username, String password) {
		this.username = username;
		this.password = password;
	}

	@Override
	public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
		Services.securityRegistry()
			.setEnhancedAuthenticatorProvider((provider) -> new UserAuthenticator(this.username, this.password));
	}

	@Override
	public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {
	}

}
