package io.topicwire.mqtt.boot.autoconfigure;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.client.MqttClientBuilder;
import io.topicwire.mqtt.spring.config.DefaultMqttListenerContainerFactory;
import io.topicwire.mqtt.spring.core.MqttClientRegistry;
import io.topicwire.mqtt.spring.core.MqttOperations;
import io.topicwire.mqtt.spring.core.MqttTemplate;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Makes the beans of a connection.
 */
class MqttConnectionBeans {

	static final String BEAN_NAME = "mqttConnectionBeans";

	private final ConfigurableListableBeanFactory beanFactory;

	private final Environment environment;

	private final ObjectProvider<MqttClientBuilderCustomizer> customizers;

	private final @Nullable SslBundles sslBundles;

	private final Set<String> names;

	private final Map<String, MqttConnectionProperties> properties = new ConcurrentHashMap<>();

	MqttConnectionBeans(ConfigurableListableBeanFactory beanFactory, Environment environment,
			ObjectProvider<MqttClientBuilderCustomizer> customizers, @Nullable SslBundles sslBundles) {
		this.beanFactory = beanFactory;
		this.environment = environment;
		this.customizers = customizers;
		this.sslBundles = sslBundles;
		this.names = MqttConnectionPropertiesBinder.names(environment);
	}

	static String clientBeanName(String connection) {
		return connection + "MqttClient";
	}

	static String templateBeanName(String connection) {
		return connection + "MqttTemplate";
	}

	/**
	 * Return the names of the connections other than the default one.
	 * @return the names in their order
	 */
	Set<String> names() {
		return this.names;
	}

	MqttConnectionProperties properties(String connection) {
		if (MqttClientRegistry.DEFAULT_CONNECTION.equals(connection)) {
			return this.beanFactory.getBean(MqttProperties.class);
		}
		return this.properties.computeIfAbsent(connection,
				(name) -> new MqttConnectionPropertiesBinder(this.environment).bind(name));
	}

	MqttClient client(String connection) {
		MqttConnectionProperties properties = properties(connection);
		try {
			return client(connection, properties, connectionDetails(connection, properties));
		}
		catch (MqttUrlSyntaxException ex) {
			throw (ex.getProperty() != null) ? ex.inProperty(nameProperty(connection, ex.getProperty())) : ex;
		}
		catch (InvalidConfigurationPropertyValueException ex) {
			throw nameProperty(connection, ex);
		}
	}

	MqttClient client(String connection, MqttConnectionProperties properties, MqttConnectionDetails connectionDetails) {
		MqttClientBuilder builder = new MqttClientFactory(properties, connectionDetails,
				this.environment.getProperty("spring.application.name"))
			.createBuilder()
			.logName(connection);
		if (Threading.VIRTUAL.isActive(this.environment)) {
			builder.threadFactory(new VirtualThreadTaskExecutor("mqtt-").getVirtualThreadFactory());
		}
		this.customizers.orderedStream()
			.filter((customizer) -> customizer.supports(connection))
			.forEach((customizer) -> customizer.customize(builder, connection));
		MqttClient client = builder.build();
		reconnectWhenSslBundleIsUpdated(connection, client, properties, connectionDetails);
		return client;
	}

	private void reconnectWhenSslBundleIsUpdated(String connection, MqttClient client,
			MqttConnectionProperties properties, MqttConnectionDetails connectionDetails) {
		String bundle = properties.getSsl().getBundle();
		if (this.sslBundles != null && StringUtils.hasText(bundle)
				&& connectionDetails instanceof PropertiesMqttConnectionDetails) {
			this.sslBundles.addBundleUpdateHandler(bundle, new SslBundleUpdateHandler(bundle, client));
		}
	}

	/**
	 * Return the connection details that are qualified with the name of the connection.
	 * Without any, those of the default connection serve a connection that has no URL of
	 * its own, as its URL is inherited.
	 */
	private MqttConnectionDetails connectionDetails(String connection, MqttConnectionProperties properties) {
		for (String beanName : this.beanFactory.getBeanNamesForType(MqttConnectionDetails.class)) {
			if (BeanFactoryAnnotationUtils.isQualifierMatch(connection::equals, beanName, this.beanFactory)) {
				return this.beanFactory.getBean(beanName, MqttConnectionDetails.class);
			}
		}
		if (!new MqttConnectionPropertiesBinder(this.environment).isOwn(connection, "url")) {
			MqttConnectionDetails inherited = this.beanFactory.getBeanProvider(MqttConnectionDetails.class)
				.getIfUnique();
			if (inherited != null && !(inherited instanceof PropertiesMqttConnectionDetails)) {
				return inherited;
			}
		}
		return connectionDetails(properties);
	}

	/**
	 * Return the connection details that properties make.
	 * @param properties the properties
	 * @return their details
	 */
	PropertiesMqttConnectionDetails connectionDetails(MqttConnectionProperties properties) {
		return new PropertiesMqttConnectionDetails(properties, this.sslBundles);
	}

	/**
	 * Report a property under the name that it has in the configuration.
	 */
	private InvalidConfigurationPropertyValueException nameProperty(String connection,
			InvalidConfigurationPropertyValueException ex) {
		return new InvalidConfigurationPropertyValueException(nameProperty(connection, ex.getName()), ex.getValue(),
				"%s This is about connection '%s', whose own properties are below %s.".formatted(ex.getReason(),
						connection, MqttConnectionPropertiesBinder.prefix(connection)));
	}

	private String nameProperty(String connection, String name) {
		String property = name.substring(MqttConnectionPropertiesBinder.PREFIX.length() + 1);
		boolean own = new MqttConnectionPropertiesBinder(this.environment).isOwn(connection, property);
		return own ? MqttConnectionPropertiesBinder.prefix(connection) + "." + property : name;
	}

	MqttTemplate template(String connection) {
		MqttTemplate template = new MqttTemplate(
				this.beanFactory.getBean(clientBeanName(connection), MqttClient.class));
		try {
			this.beanFactory.getBean(MqttTemplateConfigurer.class)
				.configure(template, connection, properties(connection));
		}
		catch (InvalidConfigurationPropertyValueException ex) {
			throw nameProperty(connection, ex);
		}
		return template;
	}

	/**
	 * Return what sends over a connection.
	 * @param connection the name of the connection, the default one included
	 * @return its template
	 */
	MqttOperations operations(String connection) {
		if (MqttClientRegistry.DEFAULT_CONNECTION.equals(connection)) {
			return this.beanFactory.getBean(MqttOperations.class);
		}
		Assert.isTrue(this.names.contains(connection),
				() -> "There is no connection '%s' besides 'default' and %s; set mqtt.connection.%1$s.url"
					.formatted(connection, this.names));
		return this.beanFactory.getBean(templateBeanName(connection), MqttOperations.class);
	}

	DefaultMqttListenerContainerFactory listenerContainerFactory(String connection) {
		DefaultMqttListenerContainerFactory factory = new DefaultMqttListenerContainerFactory(
				this.beanFactory.getBean(clientBeanName(connection), MqttClient.class));
		this.beanFactory.getBean(MqttListenerContainerFactoryConfigurer.class)
			.forConnection(connection, properties(connection), operations(connection))
			.configure(factory);
		return factory;
	}

}
