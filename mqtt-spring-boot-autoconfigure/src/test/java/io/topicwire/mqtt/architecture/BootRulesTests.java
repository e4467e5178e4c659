package io.topicwire.mqtt.architecture;

import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaParameter;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.validation.annotation.Validated;

/**
 * Tests for the rules that Spring Boot has for its own modules.
 */
class BootRulesTests {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages("io.topicwire.mqtt.spring", "io.topicwire.mqtt.boot");

	@Test
	void autoConfigurationsArePublicAndFinal() {
		ArchRule rule = ArchRuleDefinition.classes()
			.that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.andShould()
			.haveSimpleNameEndingWith("AutoConfiguration");
		rule.check(CLASSES);
	}

	@Test
	void configurationsHaveNoPublicMembers() {
		ArchRule rule = ArchRuleDefinition.members()
			.that()
			.areDeclaredInClassesThat()
			.areMetaAnnotatedWith(Configuration.class)
			.should()
			.notBePublic();
		rule.check(CLASSES);
	}

	@Test
	void configurationsDoNotProxyTheirBeanMethods() {
		ArchRule rule = ArchRuleDefinition.classes()
			.that()
			.areAnnotatedWith(Configuration.class)
			.should(haveAttribute(Configuration.class, "proxyBeanMethods", false));
		rule.check(CLASSES);
	}

	@Test
	void beanMethodsDoNotAskForClasses() {
		ArchRule rule = ArchRuleDefinition.methods()
			.that()
			.areAnnotatedWith(Bean.class)
			.should()
			.notBeAnnotatedWith(ConditionalOnClass.class);
		rule.check(CLASSES);
	}

	@Test
	void beanMethodsAreNotPrivate() {
		ArchRule rule = ArchRuleDefinition.methods().that().areAnnotatedWith(Bean.class).should().notBePrivate();
		rule.check(CLASSES);
	}

	@Test
	void beanMethodsReturnWhatOthersCanSee() {
		ArchRule rule = ArchRuleDefinition.methods()
			.that()
			.areAnnotatedWith(Bean.class)
			.should()
			.notHaveRawReturnType(DescribedPredicate.describe("private",
					(type) -> type.getModifiers().contains(JavaModifier.PRIVATE)));
		rule.check(CLASSES);
	}

	@Test
	void missingBeanConditionsDoNotRepeatTheReturnType() {
		ArchRule rule = ArchRuleDefinition.methods()
			.that()
			.areAnnotatedWith(ConditionalOnMissingBean.class)
			.should(notNameTheirReturnType());
		rule.check(CLASSES);
	}

	@Test
	void beanPostProcessorsAreMadeByStaticMethods() {
		ArchRule rule = ArchRuleDefinition.methods()
			.that()
			.areAnnotatedWith(Bean.class)
			.and()
			.haveRawReturnType(JavaClass.Predicates.assignableTo(BeanPostProcessor.class)
				.or(JavaClass.Predicates.assignableTo(BeanFactoryPostProcessor.class)))
			.should()
			.beStatic();
		rule.check(CLASSES);
	}

	@Test
	void beanPostProcessorsHaveNothingMadeTooEarly() {
		ArchRule rule = ArchRuleDefinition.methods()
			.that()
			.areAnnotatedWith(Bean.class)
			.and()
			.haveRawReturnType(JavaClass.Predicates.assignableTo(BeanPostProcessor.class))
			.should(onlyHaveParameters(ObjectProvider.class, ApplicationContext.class, Environment.class));
		rule.check(CLASSES);
	}

	@Test
	void beanFactoryPostProcessorsHaveNothingMadeTooEarly() {
		ArchRule rule = ArchRuleDefinition.methods()
			.that()
			.areAnnotatedWith(Bean.class)
			.and()
			.haveRawReturnType(JavaClass.Predicates.assignableTo(BeanFactoryPostProcessor.class))
			.should(onlyHaveParameters(Environment.class))
			.allowEmptyShould(true);
		rule.check(CLASSES);
	}

	@Test
	void convertersOfPropertiesAreMadeByStaticMethods() {
		ArchRule rule = ArchRuleDefinition.methods()
			.that()
			.areAnnotatedWith(Bean.class)
			.and()
			.areAnnotatedWith(ConfigurationPropertiesBinding.class)
			.should()
			.beStatic()
			.allowEmptyShould(true);
		rule.check(CLASSES);
	}

	@Test
	void conditionsAreNotPublic() {
		ArchRule rule = ArchRuleDefinition.classes()
			.that()
			.areAssignableTo(SpringBootCondition.class)
			.should()
			.notBePublic()
			.allowEmptyShould(true);
		rule.check(CLASSES);
	}

	@Test
	void connectionDetailsFactoriesAreNotPublic() {
		ArchRule rule = ArchRuleDefinition.classes()
			.that()
			.areAssignableTo(ConnectionDetailsFactory.class)
			.should()
			.notBePublic();
		rule.check(CLASSES);
	}

	@Test
	void propertiesAreJavaBeansWithoutConstraints() {
		ArchRule rule = ArchRuleDefinition.classes()
			.that()
			.resideInAPackage("io.topicwire.mqtt.boot.autoconfigure..")
			.and()
			.haveSimpleNameEndingWith("Properties")
			.should()
			.notBeRecords()
			.andShould()
			.notBeAnnotatedWith(Validated.class);
		rule.check(CLASSES);
	}

	@Test
	void configurationPropertiesNameTheirPrefixAsValue() {
		ArchRule rule = ArchRuleDefinition.classes()
			.that()
			.areAnnotatedWith(ConfigurationProperties.class)
			.should(haveAttribute(ConfigurationProperties.class, "prefix", ""));
		rule.check(CLASSES);
	}

	@Test
	void caseIsChangedForALocale() {
		ArchRule rule = ArchRuleDefinition.noClasses()
			.should()
			.callMethod(String.class, "toLowerCase")
			.orShould()
			.callMethod(String.class, "toUpperCase");
		rule.check(CLASSES);
	}

	@Test
	void listsAreCollectedWithToList() {
		ArchRule rule = ArchRuleDefinition.noClasses().should().callMethod(Collectors.class, "toList");
		rule.check(CLASSES);
	}

	@Test
	void argumentsAreCheckedWithAssert() {
		ArchRule rule = ArchRuleDefinition.noClasses()
			.should()
			.callMethod(Objects.class, "requireNonNull", Object.class, String.class);
		rule.check(CLASSES);
	}

	@Test
	void loggingIsCommonsLogging() {
		ArchRule rule = ArchRuleDefinition.noClasses()
			.should()
			.dependOnClassesThat(JavaClass.Predicates.resideInAnyPackage("org.slf4j..", "java.util.logging..")
				.and(DescribedPredicate.not(JavaClass.Predicates.belongToAnyOf(MDC.class))));
		rule.check(CLASSES);
	}

	@Test
	void lifecycleIsNotAnnotated() {
		ArchRule rule = ArchRuleDefinition.noClasses()
			.should()
			.dependOnClassesThat()
			.resideInAPackage("jakarta.annotation..");
		rule.check(CLASSES);
	}

	private static ArchCondition<JavaClass> haveAttribute(Class<? extends Annotation> annotation, String name,
			Object value) {
		return new ArchCondition<>("have %s = %s in @%s".formatted(name, value, annotation.getSimpleName())) {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				Object actual = type.getAnnotationOfType(annotation.getName()).get(name).orElse(null);
				if (!value.equals(actual)) {
					events.add(SimpleConditionEvent.violated(type, type.getName() + " has " + actual));
				}
			}

		};
	}

	private static ArchCondition<JavaMethod> onlyHaveParameters(Class<?>... types) {
		List<String> names = Stream.of(types).map(Class::getName).toList();
		return new ArchCondition<>("only have parameters of " + names + ", or lazy ones") {

			@Override
			public void check(JavaMethod method, ConditionEvents events) {
				for (JavaParameter parameter : method.getParameters()) {
					if (!names.contains(parameter.getRawType().getName()) && !parameter.isAnnotatedWith(Lazy.class)) {
						events.add(SimpleConditionEvent.violated(method, parameter.getDescription()));
					}
				}
			}

		};
	}

	private static ArchCondition<JavaMethod> notNameTheirReturnType() {
		return new ArchCondition<>("not name their return type in @ConditionalOnMissingBean") {

			@Override
			public void check(JavaMethod method, ConditionEvents events) {
				JavaAnnotation<?> annotation = method.getAnnotationOfType(ConditionalOnMissingBean.class.getName());
				JavaClass[] types = (JavaClass[]) annotation.get("value").orElse(new JavaClass[0]);
				for (JavaClass type : types) {
					if (type.equals(method.getRawReturnType())) {
						events.add(SimpleConditionEvent.violated(method, method.getFullName()));
					}
				}
			}

		};
	}

}
